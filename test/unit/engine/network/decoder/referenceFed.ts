import type { ModelConfig } from '../../../../../engine/config.ts';
import type { Values } from '../reference.ts';
import { runReference } from '../referenceNetwork.ts';
import { Tape, type Traced } from '../tape.ts';
import { attendAll } from './referenceAttention.ts';

/** The layers of a decoder, and the attention that feeds them, of one pair of sequences as plain loops, step by step. */
export interface FedInput {
  readonly decoder: ModelConfig;
  /** Of the layers, without `decoder.`, and of the attention, without `attention.`. */
  readonly layers: ReadonlyMap<string, Values>;
  readonly attention: ReadonlyMap<string, Values>;
  /** A vector a step. */
  readonly x: readonly Values[];
  /** First states by name. */
  readonly states: ReadonlyMap<string, Values>;
  /** What the encoder has put out. (S, width) */
  readonly values: Values;
  readonly S: number;
}

export interface FedRun {
  /** (T, size) */
  readonly outputs: number[];
  /** From the slopes of the outputs those of all that went in, `x` and the first states among those of the layers. */
  readonly gradients: (upstream: Values) => {
    readonly layers: Map<string, Float64Array>;
    readonly attention: Map<string, Float64Array>;
    readonly values: Float64Array;
  };
}

/** What is fed is a part of the input: its weight's columns go on behind those of `weight_ih_l0`. */
export const runFed = ({ decoder, layers, attention, x, states, values, S }: FedInput): FedRun => {
  const fedWeight = layers.get('weight_fed_l0')!;
  const inputWeight = layers.get('weight_ih_l0')!;
  const E = x[0]!.length;
  const rows = inputWeight.length / E;
  const size = fedWeight.length / rows;
  const joined = Array.from({ length: rows }, (_, row) => [
    ...inputWeight.slice(row * E, (row + 1) * E),
    ...fedWeight.slice(row * size, (row + 1) * size),
  ]).flat();
  const parameters = new Map([...layers, ['weight_ih_l0', joined] as const]);
  parameters.delete('weight_fed_l0');

  let fed: Values = new Float64Array(size);
  let before: ReadonlyMap<string, Values> = states;
  const steps = x.map((vector) => {
    const run = runReference({ model: decoder, B: 1, x: [[...vector, ...fed]], parameters, states: before });
    const tape = new Tape();
    const traced = new Map([...attention].map(([name, each]): [string, Traced] => [name, tape.value(each)]));
    const [above, looked] = [tape.value(run.outputs), tape.value(values)];
    const output = attendAll(tape, { of: (name) => traced.get(name), states: above, values: looked, T: 1, S });
    fed = output.values;
    before = run.states;
    return { run, tape, traced, above, looked, output };
  });

  const gradients: FedRun['gradients'] = (upstream) => {
    const sumsOf = (all: ReadonlyMap<string, Values>): Map<string, Float64Array> =>
      new Map([...all].map(([name, { length }]) => [name, new Float64Array(length)]));
    const found = { layers: sumsOf(layers), attention: sumsOf(attention), values: new Float64Array(values.length) };
    const add = (sums: Float64Array | undefined, slopes: Values, from = 0): void => {
      for (let i = 0; i < slopes.length; i++) sums![from + i]! += slopes[i]!;
    };
    const dx = new Float64Array(E * x.length);
    let dFed = new Float64Array(size);
    let dStates: ReadonlyMap<string, Float64Array> | undefined;
    for (const [t, { run, tape, traced, above, looked, output }] of [...steps.entries()].reverse()) {
      output.slopes.forEach((_, i) => (output.slopes[i] = upstream[t * size + i]! + dFed[i]!));
      tape.backward();
      for (const [name, { slopes }] of traced) add(found.attention.get(name), slopes);
      add(found.values, looked.slopes);
      const byStep = run.gradients(above.slopes, dStates);
      for (const [name, slopes] of byStep) {
        if (name !== 'weight_ih_l0' && layers.has(name)) add(found.layers.get(name), slopes);
      }
      const dWeight = byStep.get('weight_ih_l0')!;
      for (let row = 0; row < rows; row++) {
        const at = row * (E + size);
        add(found.layers.get('weight_ih_l0'), dWeight.slice(at, at + E), row * E);
        add(found.layers.get('weight_fed_l0'), dWeight.slice(at + E, at + E + size), row * size);
      }
      const dInput = byStep.get('x')!;
      dx.set(dInput.slice(0, E), t * E);
      dFed = dInput.slice(E);
      dStates = new Map([...states.keys()].map((name) => [name, byStep.get(name)!]));
    }
    for (const [name, slopes] of dStates ?? []) found.layers.set(name, slopes);
    return { ...found, layers: found.layers.set('x', dx) };
  };
  return { outputs: steps.flatMap(({ output }) => [...output.values]), gradients };
};
