import type { ModelConfig } from '../../../../../engine/config.ts';
import type { Values } from '../reference.ts';
import { runReference } from '../referenceNetwork.ts';
import { Tape } from '../tape.ts';

/** A network that puts out a class at every step, as plain loops in double precision: one sequence after the other. */

export interface LabelerInput {
  readonly model: ModelConfig;
  /** By name, in PyTorch's shapes. */
  readonly parameters: ReadonlyMap<string, Values>;
  /** Of each sequence what a step reads: a symbol, or a vector. */
  readonly sequences: readonly (readonly (number | readonly number[])[])[];
  /** Of each step the letters of its word, of a model that reads them. */
  readonly letters?: readonly (readonly (readonly number[])[])[];
  /** By step; -1: no class, no loss. */
  readonly labels: readonly (readonly number[])[];
  /** By class; 1 each when not given. */
  readonly weights?: readonly number[];
}

export interface LabelerRun {
  /** Of each sequence, before the softmax. (steps, classes) */
  readonly logits: readonly (readonly number[])[];
  readonly lossSum: number;
  /** The sum of the weights of the labelled steps. */
  readonly terms: number;
  /** Of the loss sum, by the parameters' names. */
  readonly gradients: ReadonlyMap<string, Float64Array>;
}

export const runLabeler = (input: LabelerInput): LabelerRun => {
  const gradients = new Map([...input.parameters].map(([name, { length }]) => [name, new Float64Array(length)]));
  const add = (name: string, slopes: Float64Array, from = 0): void => {
    const sums = gradients.get(name)!;
    slopes.forEach((slope, i) => (sums[from + i]! += slope));
  };
  const runs = input.sequences.map((_, index) => runSequence(input, index, add));
  return {
    logits: runs.map(({ logits }) => logits),
    lossSum: runs.reduce((sum, { loss }) => sum + loss, 0),
    terms: runs.reduce((sum, { terms }) => sum + terms, 0),
    gradients,
  };
};

const runSequence = (
  { model, parameters, sequences, letters, labels, weights }: LabelerInput,
  index: number,
  add: (name: string, slopes: Float64Array, from?: number) => void,
): { logits: number[]; loss: number; terms: number } => {
  const E = model.embeddingSize;
  const steps = sequences[index]!;
  const table = parameters.get('embedding.weight');
  const spelled = letters?.[index]!.map((word) => spellWord(model, parameters, word));
  const x = steps.map((step, t) =>
    typeof step === 'number'
      ? Float64Array.of(...table!.slice(step * E, (step + 1) * E), ...(spelled?.[t]!.vector ?? []))
      : Float64Array.from(step),
  );
  const layers = new Map([...parameters].map(([name, values]) => [name.replace('rnn.', ''), values]));
  const run = runReference({ model, B: 1, x, parameters: layers, states: new Map() });

  const tape = new Tape();
  const outputs = tape.value(run.outputs);
  const [weight, bias] = [tape.value(parameters.get('head.weight')!), tape.value(parameters.get('head.bias')!)];
  const width = run.outputs.length / steps.length;
  let [loss, terms] = [0, 0];
  const logits = steps.flatMap((_, t) => {
    const step = tape.sum(tape.product(weight, tape.part(outputs, t * width, (t + 1) * width)), bias);
    const label = labels[index]![t]!;
    if (label < 0) return [...step.values];
    const factor = weights?.[label] ?? 1;
    const most = Math.max(...step.values);
    const mass = [...step.values].reduce((sum, value) => sum + Math.exp(value - most), 0);
    step.values.forEach((value, c) => {
      step.slopes[c] = factor * (Math.exp(value - most) / mass - (c === label ? 1 : 0));
    });
    loss += factor * (Math.log(mass) + most - step.values[label]!);
    terms += factor;
    return [...step.values];
  });
  tape.backward();
  add('head.weight', weight.slopes);
  add('head.bias', bias.slopes);
  for (const [name, slopes] of run.gradients(outputs.slopes)) {
    if (parameters.has(`rnn.${name}`)) add(`rnn.${name}`, slopes);
    if (name !== 'x' || !table) continue;
    const width = slopes.length / steps.length;
    steps.forEach((id, t) => {
      add('embedding.weight', slopes.slice(t * width, t * width + E), Number(id) * E);
      spelled?.[t]!.back(slopes.slice(t * width + E, (t + 1) * width), add);
    });
  }
  return { logits, loss, terms };
};

/** What a layer in both directions ends with that reads the letters of a word, and the way back. */
const spellWord = (model: ModelConfig, parameters: LabelerInput['parameters'], word: readonly number[]) => {
  const C = model.characterSize;
  const table = parameters.get('letters.embedding.weight')!;
  const reader: ModelConfig = { ...model, hiddenSize: C, numLayers: 1, bidirectional: true };
  const layers = new Map([...parameters].map(([name, values]) => [name.replace('letters.rnn.', ''), values]));
  const x = word.map((letter) => Float64Array.from(table.slice(letter * C, (letter + 1) * C)));
  const run = runReference({ model: reader, B: 1, x, parameters: layers, states: new Map() });
  /** The last step of the direction forward, the first of the one that reads backwards. */
  const at = (unit: number): number => (unit < C ? (word.length - 1) * 2 * C + unit : unit);
  return {
    vector: Array.from({ length: 2 * C }, (_, unit) => run.outputs[at(unit)]!),
    back: (slopes: Float64Array, add: (name: string, slopes: Float64Array, from?: number) => void): void => {
      const upstream = new Float64Array(run.outputs.length);
      slopes.forEach((slope, unit) => (upstream[at(unit)] = slope));
      for (const [name, found] of run.gradients(upstream)) {
        if (parameters.has(`letters.rnn.${name}`)) add(`letters.rnn.${name}`, found);
        if (name !== 'x') continue;
        word.forEach((letter, t) => add('letters.embedding.weight', found.slice(t * C, (t + 1) * C), letter * C));
      }
    },
  };
};
