import type { ModelConfig } from '../../../../../engine/config.ts';
import type { Values } from '../reference.ts';
import { runReference } from '../referenceNetwork.ts';
import { attendAll } from './referenceAttention.ts';
import { runFed } from './referenceFed.ts';
import { Tape, type Traced } from '../tape.ts';

/** An encoder and a decoder as plain loops in double precision: one pair of sequences after the other. */

export interface PairsInput {
  /** Layers `rnn` with vectors `embedding`, and layers `decoder` with vectors `target`; of size 0 the symbols themselves. */
  readonly encoder: ModelConfig;
  readonly decoder: ModelConfig;
  readonly vocabulary: number;
  readonly targetVocabulary: number;
  /** By name, in PyTorch's shapes. */
  readonly parameters: ReadonlyMap<string, Values>;
  readonly sources: readonly (readonly number[])[];
  /** From the symbol that is read first to the one that is foretold last. */
  readonly targets: readonly (readonly number[])[];
  /** Of a pair what multiplies the vectors (T, E) of both and the decoder's outputs (T, H), as dropout does. */
  readonly masks?: readonly { readonly source: Values; readonly target: Values; readonly output: Values }[];
}

export interface PairsRun {
  /** Of each pair, before the softmax. (steps, targetVocabulary) */
  readonly logits: readonly number[][];
  readonly lossSum: number;
  readonly terms: number;
  /** Of the loss sum, by the parameters' names. */
  readonly gradients: ReadonlyMap<string, Float64Array>;
}

export const runPairs = (input: PairsInput): PairsRun => {
  const gradients = new Map([...input.parameters].map(([name, { length }]) => [name, new Float64Array(length)]));
  const add: AddGradient = (name, slopes, from = 0) => {
    const sums = gradients.get(name)!;
    slopes.forEach((slope, i) => (sums[from + i]! += slope));
  };
  const runs = input.sources.map((_, index) => runPair(input, index, add));
  return {
    logits: runs.map(({ logits }) => logits),
    lossSum: runs.reduce((sum, { loss }) => sum + loss, 0),
    terms: input.targets.reduce((sum, { length }) => sum + Math.max(0, length - 1), 0),
    gradients,
  };
};

type AddGradient = (name: string, slopes: Float64Array, from?: number) => void;

/** Symbols as vectors, and the way back to what they are rows of. */
const lookUp = (
  parameters: PairsInput['parameters'],
  name: string,
  ids: readonly number[],
  vocabulary: number,
  size: number,
  mask: Values | undefined,
) => {
  const width = size || vocabulary;
  const factor = (t: number, e: number): number => mask?.[t * width + e] ?? 1;
  const x = ids.map((id, t) =>
    Float64Array.from({ length: width }, (_, e) =>
      size === 0 ? Number(id === e) : parameters.get(name)![id * size + e]! * factor(t, e),
    ),
  );
  const back = (dx: Float64Array, add: AddGradient): void => {
    if (size === 0) return;
    ids.forEach((id, t) => {
      add(
        name,
        dx.slice(t * size, (t + 1) * size).map((slope, e) => slope * factor(t, e)),
        id * size,
      );
    });
  };
  return { x, back };
};

const partOf = (parameters: PairsInput['parameters'], name: string): Map<string, Values> =>
  new Map(
    [...parameters].flatMap(([full, values]) => (full.startsWith(name) ? [[full.slice(name.length), values]] : [])),
  );

const layersOf = ({ layerSizes, numLayers }: ModelConfig): number => layerSizes?.length ?? numLayers;

const runPair = (input: PairsInput, index: number, add: AddGradient): { logits: number[]; loss: number } => {
  const { encoder, decoder, parameters, vocabulary, targetVocabulary, masks } = input;
  const mask = masks?.[index];
  const target = input.targets[index]!;
  const read = lookUp(
    parameters,
    'embedding.weight',
    input.sources[index]!,
    vocabulary,
    encoder.embeddingSize,
    mask?.source,
  );
  const put = target.slice(0, -1);
  const given = lookUp(parameters, 'target.weight', put, targetVocabulary, decoder.embeddingSize, mask?.target);
  if (put.length === 0) return { logits: [], loss: 0 };
  const below = runReference({
    model: encoder,
    B: 1,
    x: read.x,
    parameters: partOf(parameters, 'rnn.'),
    states: new Map(),
  });

  const bridge = new Tape();
  const traced = new Map<string, Traced>();
  const of = (name: string, values: Values): Traced => {
    traced.set(name, traced.get(name) ?? bridge.value(values));
    return traced.get(name)!;
  };
  const [above, depth] = [layersOf(decoder), layersOf(encoder)];
  const first = new Map<string, Traced>();
  for (let layer = 0; layer < above; layer++) {
    for (const state of decoder.cell === 'lstm' ? ['h', 'c'] : ['h']) {
      const from = state === 'c' && encoder.cell !== 'lstm' ? 'h' : state;
      const names = (encoder.bidirectional ? ['', '_reverse'] : ['']).map(
        (end) => `${from}_l${above === depth ? layer : depth - 1}${end}`,
      );
      const last = bridge.joined(names.map((name) => of(name, Float64Array.from(below.states.get(name)!))));
      const [weight, bias] = [`bridge.weight_${state}_l${layer}`, `bridge.bias_${state}_l${layer}`];
      const learned = parameters.get(weight);
      const affine = learned && bridge.sum(bridge.product(of(weight, learned), last), of(bias, parameters.get(bias)!));
      first.set(`${state}_l${layer}`, affine ? bridge.map(affine, Math.tanh, (_, y) => 1 - y * y) : last);
    }
  }
  const states = new Map([...first].map(([name, { values }]) => [name, values]));
  const layers = partOf(parameters, 'decoder.');
  const ofAttention = partOf(parameters, 'attention.');
  const isFed = layers.has('weight_fed_l0');
  const S = input.sources[index]!.length;
  const fed = isFed
    ? runFed({ decoder, layers, attention: ofAttention, x: given.x, states, values: below.outputs, S })
    : undefined;
  const run = isFed ? undefined : runReference({ model: decoder, B: 1, x: given.x, parameters: layers, states });

  const tape = new Tape();
  const layersOut = tape.value(fed?.outputs ?? run!.outputs);
  const values = tape.value(below.outputs);
  const attention = new Map(isFed ? [] : [...ofAttention].map(([name, each]) => [name, tape.value(each)] as const));
  const outputs =
    attention.size === 0
      ? layersOut
      : attendAll(tape, {
          ...{ of: (name) => attention.get(name), states: layersOut, values },
          ...{ T: put.length, S },
        });
  const kept = mask ? tape.times(outputs, tape.value(mask.output)) : outputs;
  const isShared = !parameters.has('head.weight');
  const weight = tape.value(parameters.get(isShared ? 'target.weight' : 'head.weight')!);
  const bias = tape.value(parameters.get('head.bias')!);
  const width = outputs.values.length / put.length;
  let loss = 0;
  const logits = put.flatMap((_, t) => {
    const step = tape.sum(tape.product(weight, tape.part(kept, t * width, (t + 1) * width)), bias);
    const wanted = target[t + 1]!;
    const most = Math.max(...step.values);
    const mass = [...step.values].reduce((sum, value) => sum + Math.exp(value - most), 0);
    step.values.forEach((value, c) => {
      step.slopes[c] = Math.exp(value - most) / mass - (c === wanted ? 1 : 0);
    });
    loss += Math.log(mass) + most - step.values[wanted]!;
    return [...step.values];
  });
  tape.backward();
  add(isShared ? 'target.weight' : 'head.weight', weight.slopes);
  add('head.bias', bias.slopes);
  for (const [name, { slopes }] of attention) add(`attention.${name}`, slopes);

  const back = fed?.gradients(layersOut.slopes);
  for (const [name, slopes] of back?.attention ?? []) add(`attention.${name}`, slopes);
  values.slopes.forEach((_, i) => (values.slopes[i]! += back?.values[i] ?? 0));
  const byStep = back?.layers ?? run!.gradients(layersOut.slopes);
  for (const [name, slopes] of byStep) if (parameters.has(`decoder.${name}`)) add(`decoder.${name}`, slopes);
  given.back(byStep.get('x')!, add);
  for (const [name, { slopes }] of first) slopes.set(byStep.get(name)!);
  bridge.backward();
  for (const [name, { slopes }] of traced) if (parameters.has(name)) add(name, slopes);
  const last = new Map([...traced].flatMap(([name, { slopes }]) => (below.states.has(name) ? [[name, slopes]] : [])));
  const bySource = below.gradients(values.slopes, last);
  for (const [name, slopes] of bySource) if (parameters.has(`rnn.${name}`)) add(`rnn.${name}`, slopes);
  read.back(bySource.get('x')!, add);
  return { logits, loss };
};
