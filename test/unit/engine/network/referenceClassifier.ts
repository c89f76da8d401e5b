import type { ModelConfig } from '../../../../engine/config.ts';
import type { Values } from './reference.ts';
import { runReference } from './referenceNetwork.ts';
import { Tape, type Traced } from './tape.ts';

/** A network that tells sequences of symbols apart, as plain loops in double precision: one sequence after the other. */

export interface ClassifierInput {
  readonly model: ModelConfig;
  readonly vocabulary: number;
  /** By name, in PyTorch's shapes. */
  readonly parameters: ReadonlyMap<string, Values>;
  readonly sequences: readonly (readonly number[])[];
  /** -1: no class, no loss. */
  readonly labels: readonly number[];
  /** By class; 1 each when not given. */
  readonly weights?: readonly number[];
  /** Of a sequence what multiplies its vectors (T, E) and what is pooled of it, as dropout does; nothing when not given. */
  readonly masks?: { readonly input: readonly Values[]; readonly output: readonly Values[] };
}

export interface ClassifierRun {
  /** Of each sequence, before the softmax. */
  readonly logits: readonly number[][];
  readonly lossSum: number;
  /** The sum of the weights of the labelled sequences. */
  readonly terms: number;
  /** Of the loss sum, by the parameters' names. */
  readonly gradients: ReadonlyMap<string, Float64Array>;
}

export const runClassifier = (input: ClassifierInput): ClassifierRun => {
  const gradients = new Map([...input.parameters].map(([name, { length }]) => [name, new Float64Array(length)]));
  const logits: number[][] = [];
  let [lossSum, terms] = [0, 0];
  input.sequences.forEach((_, index) => {
    const one = runSequence(input, index, (name, slopes, from = 0) => {
      const sums = gradients.get(name)!;
      slopes.forEach((slope, i) => (sums[from + i]! += slope));
    });
    logits.push(one.logits);
    lossSum += one.loss;
    terms += one.weight;
  });
  return { logits, lossSum, terms, gradients };
};

type AddGradient = (name: string, slopes: Float64Array, from?: number) => void;

const runSequence = (
  { model, vocabulary, parameters, sequences, labels, weights, masks }: ClassifierInput,
  index: number,
  add: AddGradient,
): { logits: number[]; loss: number; weight: number } => {
  const ids = sequences[index]!;
  const E = model.embeddingSize || vocabulary;
  const drop = masks?.input[index];
  const x = ids.map((id, t) =>
    Float64Array.from({ length: E }, (_, e) => {
      if (model.embeddingSize === 0) return id === e ? 1 : 0;
      return parameters.get('embedding.weight')![id * E + e]! * (drop?.[t * E + e] ?? 1);
    }),
  );
  const layers = new Map([...parameters].map(([name, values]) => [name.replace('rnn.', ''), values]));
  const run = runReference({ model, B: 1, x, parameters: layers, states: new Map() });

  const tape = new Tape();
  const named = new Map<string, Traced>();
  const parameter = (name: string): Traced => {
    const traced = named.get(name) ?? tape.value(parameters.get(name)!);
    named.set(name, traced);
    return traced;
  };
  const outputs = tape.value(run.outputs);
  const pooled = pool(tape, model, outputs, ids.length, parameter);
  const output = masks?.output[index];
  const read = output ? tape.times(pooled, tape.value(output)) : pooled;
  const logits = tape.sum(tape.product(parameter('head.weight'), read), parameter('head.bias'));

  const label = labels[index]!;
  if (label < 0) return { logits: [...logits.values], loss: 0, weight: 0 };
  const weight = weights?.[label] ?? 1;
  const most = Math.max(...logits.values);
  const mass = [...logits.values].reduce((sum, value) => sum + Math.exp(value - most), 0);
  logits.values.forEach((value, c) => {
    logits.slopes[c] = weight * (Math.exp(value - most) / mass - (c === label ? 1 : 0));
  });
  tape.backward();
  for (const [name, { slopes }] of named) add(name, slopes);
  for (const [name, slopes] of run.gradients(outputs.slopes)) {
    if (parameters.has(`rnn.${name}`)) add(`rnn.${name}`, slopes);
    if (name !== 'x' || model.embeddingSize === 0) continue;
    const dropped = slopes.map((slope, i) => slope * (drop?.[i] ?? 1));
    // The padding stands for nothing, and is symbol 0 here.
    ids.forEach((id, t) => id > 0 && add('embedding.weight', dropped.slice(t * E, (t + 1) * E), id * E));
  }
  return { logits: [...logits.values], loss: weight * (Math.log(mass) + most - logits.values[label]!), weight };
};

/** One vector of T steps. */
const pool = (
  tape: Tape,
  { pool: by, bidirectional }: ModelConfig,
  outputs: Traced,
  T: number,
  parameter: (name: string) => Traced,
): Traced => {
  const width = outputs.values.length / T;
  const at = (t: number, unit: number): Traced => tape.part(outputs, t * width + unit, t * width + unit + 1);
  const steps = Array.from({ length: T }, (_, t) => t);
  const units = Array.from({ length: width }, (_, unit) => unit);
  /** (width, T) */
  const byUnit = (): Traced => tape.joined(units.flatMap((unit) => steps.map((t) => at(t, unit))));
  switch (by) {
    case 'last':
      // Of the direction that reads backwards, the first step.
      return tape.joined(units.map((unit) => at(bidirectional && unit >= width / 2 ? 0 : T - 1, unit)));
    case 'mean':
      return tape.product(byUnit(), tape.value(new Float64Array(T).fill(1 / T)));
    case 'max': {
      const best = (unit: number): number =>
        steps.reduce((a, b) => (outputs.values[b * width + unit]! > outputs.values[a * width + unit]! ? b : a), 0);
      return tape.joined(units.map((unit) => at(best(unit), unit)));
    }
    case 'attention': {
      const [weight, bias, query] = [parameter('pool.weight'), parameter('pool.bias'), parameter('pool.query')];
      const scores = steps.map((t) => {
        const keys = tape.sum(tape.product(weight, tape.part(outputs, t * width, (t + 1) * width)), bias);
        return tape.product(
          query,
          tape.map(keys, Math.tanh, (_, y) => 1 - y * y),
        );
      });
      const powers = tape.map(tape.joined(scores), Math.exp, (_, y) => y);
      const mass = tape.product(tape.value(new Float64Array(T).fill(1)), powers);
      const inverse = tape.map(
        mass,
        (sum) => 1 / sum,
        (_, y) => -y * y,
      );
      const shares = steps.map((t) => tape.times(tape.part(powers, t, t + 1), inverse));
      return tape.product(byUnit(), tape.joined(shares));
    }
  }
};
