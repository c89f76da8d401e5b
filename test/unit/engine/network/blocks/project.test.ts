import { expect, test } from 'vitest';
import type { RowSource, Source, SymbolSource } from '../../../../../engine/compute/source.ts';
import { recurOf } from '../../../../../engine/network/networkOf.ts';
import type { NetworkSpec } from '../../../../../engine/network/networkSpec.ts';
import { Session } from '../../../../../engine/network/session.ts';
import type { SessionOptions } from '../../../../../engine/network/sessionOptions.ts';
import { onEveryBackend } from '../everyBackend.ts';
import { largestError, type Values } from '../reference.ts';
import { runReference } from '../referenceNetwork.ts';
import { fresh, modelOf, trainingOf, updateOf } from '../sessionOptions.ts';
import { Tape, type Traced } from '../tape.ts';

type Parameters = ReadonlyMap<string, Values>;
interface Expected {
  lossSum: number;
  readonly gradients: Map<string, Float64Array>;
}

const [T, V, E, H, D, P, C] = [5, 9, 3, 6, 2, 4, 3];
const zero = (parameters: Parameters): Expected => ({
  lossSum: 0,
  gradients: new Map([...parameters].map(([name, { length }]) => [name, new Float64Array(length)])),
});
const addTo = ({ gradients }: Expected, name: string, slopes: Float64Array, from = 0): void =>
  slopes.forEach((slope, i) => (gradients.get(name)![from + i]! += slope));

/** Parameters of a tape, each traced once. */
const traceOf = (tape: Tape, parameters: Parameters) => {
  const named = new Map<string, Traced>();
  const of = (name: string): Traced => {
    named.set(name, named.get(name) ?? tape.value(parameters.get(name)!));
    return named.get(name)!;
  };
  const project = (name: string, x: Traced): Traced =>
    tape.sum(tape.product(of(`${name}.weight`), x), of(`${name}.bias`));
  return { of, project, addAll: (to: Expected) => named.forEach(({ slopes }, name) => addTo(to, name, slopes)) };
};
const tanh = (tape: Tape, x: Traced): Traced => tape.map(x, Math.tanh, (_, y) => 1 - y * y);

/** The loss, with its slopes by the logits. */
const crossEntropy = ({ values, slopes }: Traced, label: number): number => {
  const mass = [...values].reduce((sum, value) => sum + Math.exp(value), 0);
  values.forEach((value, c) => (slopes[c] = Math.exp(value) / mass - (c === label ? 1 : 0)));
  return Math.log(mass) - values[label]!;
};

const layersOf = (parameters: Parameters): Parameters =>
  new Map([...parameters].map(([name, values]) => [name.replace('rnn.', ''), values]));
const addLayers = (to: Expected, gradients: ReadonlyMap<string, Float64Array>): void => {
  for (const [name, slopes] of gradients) if (to.gradients.has(`rnn.${name}`)) addTo(to, `rnn.${name}`, slopes);
};

/** Text through vectors, layers, a projection to the vectors' size, and the vectors again as the output layer. */
const text: SymbolSource = {
  kind: 'symbols',
  ids: Uint16Array.from({ length: 60 }, (_, i) => (i * i + 3) % V),
  vocabulary: V,
};
const textModel = modelOf({ cell: 'gru', hiddenSize: H });
const textNetwork: NetworkSpec = {
  input: { kind: 'symbols', vocabulary: V },
  encoder: [
    { block: 'embed', name: 'embedding', size: E },
    recurOf(textModel),
    { block: 'project', name: 'project', size: E, activation: 'tanh' },
  ],
  head: { block: 'head', name: 'head', outputs: V, groups: 1, activation: 'none', sharesEmbedding: true },
};
const runText = (parameters: Parameters, examples: Int32Array): Expected => {
  const sum = zero(parameters);
  const embedding = parameters.get('embedding.weight')!;
  for (const example of examples) {
    const ids = (text.ids as Uint16Array).subarray(example, example + T + 1);
    const x = Array.from({ length: T }, (_, t) => embedding.slice(ids[t]! * E, (ids[t]! + 1) * E));
    const run = runReference({ model: textModel, B: 1, x, parameters: layersOf(parameters), states: new Map() });
    const tape = new Tape();
    const { of, project, addAll } = traceOf(tape, parameters);
    const outputs = tape.value(run.outputs);
    for (let t = 0; t < T; t++) {
      const vector = tanh(tape, project('project', tape.part(outputs, t * H, (t + 1) * H)));
      const logits = tape.sum(tape.product(of('embedding.weight'), vector), of('head.bias'));
      sum.lossSum += crossEntropy(logits, ids[t + 1]!);
    }
    tape.backward();
    addAll(sum);
    const below = run.gradients(outputs.slopes);
    addLayers(sum, below);
    for (let t = 0; t < T; t++) addTo(sum, 'embedding.weight', below.get('x')!.slice(t * E, (t + 1) * E), ids[t]! * E);
  }
  return sum;
};

/** Numbers through a projection at every step, layers, the largest values of all steps, and a projection of those. */
const lengths = Int32Array.of(5, 2, 4, 1, 5);
const rows: RowSource = {
  ...{ kind: 'rows', steps: T, stepSize: D, labels: Int32Array.of(2, 0, 1, 1, 2), classes: C, lengths },
  values: Float32Array.from({ length: 5 * T * D }, (_, i) => Math.fround(Math.sin(i * 1.7))),
};
const rowModel = modelOf({ cell: 'lstm', hiddenSize: H, bidirectional: true });
const rowNetwork: NetworkSpec = {
  input: { kind: 'numbers', size: D },
  encoder: [
    { block: 'project', name: 'first', size: E, activation: 'tanh' },
    recurOf(rowModel),
    { block: 'pool', name: 'pool', by: 'max' },
    { block: 'project', name: 'second', size: P, activation: 'tanh' },
  ],
  head: { block: 'head', name: 'head', outputs: C, groups: 1, activation: 'none' },
};
const runRows = (parameters: Parameters, examples: Int32Array): Expected => {
  const sum = zero(parameters);
  for (const example of examples) {
    const bottom = new Tape();
    const first = traceOf(bottom, parameters);
    const x = Array.from({ length: lengths[example]! }, (_, t) => {
      const at = (example * T + t) * D;
      const values = Array.from((rows.values as Float32Array).subarray(at, at + D));
      return tanh(bottom, first.project('first', bottom.value(values)));
    });
    const input = { model: rowModel, B: 1, x: x.map(({ values }) => values), parameters: layersOf(parameters) };
    const run = runReference({ ...input, states: new Map() });
    const tape = new Tape();
    const { project, addAll } = traceOf(tape, parameters);
    const outputs = tape.value(run.outputs);
    const best = Array.from({ length: 2 * H }, (_, unit) => {
      const places = x.map((_, t) => t * 2 * H + unit);
      return places.reduce((a, b) => (run.outputs[b]! > run.outputs[a]! ? b : a));
    });
    const pooled = tape.joined(best.map((place) => tape.part(outputs, place, place + 1)));
    const logits = project('head', tanh(tape, project('second', pooled)));
    sum.lossSum += crossEntropy(logits, rows.labels[example]!);
    tape.backward();
    addAll(sum);
    const below = run.gradients(outputs.slopes);
    addLayers(sum, below);
    x.forEach(({ slopes }, t) => slopes.set(below.get('x')!.subarray(t * E, (t + 1) * E)));
    bottom.backward();
    first.addAll(sum);
  }
  return sum;
};

const cases: [string, NetworkSpec, Source, boolean, (parameters: Parameters, examples: Int32Array) => Expected][] = [
  ['a projection below an output layer that is the embedding', textNetwork, text, true, runText],
  ['a projection of every step and one of what is pooled', rowNetwork, rows, false, runRows],
];

onEveryBackend((kernels) => {
  test.each(cases)(
    '%s: loss and gradients agree with plain loops within 1e-5',
    async (_, network, source, everyStep, run) => {
      const examples = Int32Array.of(3, 0, 4, 1);
      const outputSize = everyStep ? V : C;
      const options: SessionOptions = {
        ...{ kernels, network, steps: T, model: modelOf({}), shape: { input: network.input, outputSize, everyStep } },
        training: trainingOf({ loss: 'crossEntropy', batchSize: 4 }),
      };
      const session = await Session.create(options);
      session.initialise(7);
      session.load(source);
      const before = new Map(
        [...session.readParameters()].map(([name, { values }]) => [name, Float64Array.from(values)]),
      );
      expect(before.has('head.weight')).toBe(!network.head.sharesEmbedding);
      const { lossSum, gradients } = run(before, examples);
      const loss = session.accumulate(examples, fresh);
      expect(Math.abs(loss.lossSum / lossSum - 1)).toBeLessThan(1e-5);
      expect(session.evaluate(examples, fresh)).toEqual(loss);
      session.update(1, updateOf({}));
      for (const [name, { values }] of session.readParameters()) {
        const moved = values.map((value, i) => before.get(name)![i]! - value);
        expect(largestError(moved, gradients.get(name)!), name).toBeLessThan(1e-5);
      }
      // After an update the output layer multiplies by what the embedding has become.
      const parameters = new Map(
        [...session.readParameters()].map(([name, { values }]) => [name, Float64Array.from(values)]),
      );
      const after = run(parameters, examples).lossSum;
      expect(Math.abs(session.evaluate(examples, fresh).lossSum / after - 1)).toBeLessThan(1e-5);
      await session.dispose();
    },
  );
});

test.each([
  ['another size than the embedding', { ...textNetwork, encoder: textNetwork.encoder.slice(0, 2) }, 'reads 6 values'],
  ['no embedding', { ...textNetwork, encoder: textNetwork.encoder.slice(1) }, 'has none to share'],
])('an output layer that shares the embedding and reads %s is refused', async (_, network, message) => {
  const shape = { input: network.input, outputSize: V, everyStep: true };
  const training = trainingOf({ loss: 'crossEntropy' });
  await expect(Session.create({ network, shape, training, model: modelOf({}), steps: T })).rejects.toThrow(message);
});
