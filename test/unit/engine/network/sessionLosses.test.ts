import { describe, expect, test } from 'vitest';
import { Session } from '../../../../engine/network/session.ts';
import type { Source } from '../../../../engine/compute/source.ts';
import { createRandom } from '../../../../engine/compute/random.ts';
import {
  affine,
  largestError,
  lossOf,
  numericGradient,
  stepCell,
  type ActivationName,
  type CellState,
} from './reference.ts';
import { onEveryBackend } from './everyBackend.ts';
import { fresh, modelOf, trainingOf, updateOf } from './sessionOptions.ts';

type LossName = Parameters<typeof lossOf>[0];

const random = createRandom(11);
const draw = (count: number): Float32Array => Float32Array.from({ length: count }, () => 2 * random.next() - 1);

const T = 3;
const H = 5;
const huberDelta = 0.4;
const lossNames: readonly LossName[] = [
  'mse',
  'huber',
  'crossEntropy',
  'gaussian',
  'quantile',
  'studentT',
  'negativeBinomial',
];
const ofDistributions: readonly LossName[] = ['gaussian', 'quantile', 'studentT', 'negativeBinomial'];
const activations: readonly ActivationName[] = ['none', 'sigmoid', 'tanh', 'relu', 'softmax'];

/** Inputs of lane b at step t, targets after step t (or undefined), for the reference. */
interface Task {
  readonly name: string;
  readonly source: Source;
  readonly examples: Int32Array;
  readonly everyStep: boolean;
  readonly inputSize: number;
  readonly outputSize: number;
  readonly input: (b: number, t: number) => number[];
  readonly target: (b: number, t: number) => number[] | undefined;
  /** What counts were divided by. */
  readonly units?: readonly number[];
}

const oneHot = (id: number, n: number): number[] => Array.from({ length: n }, (_, i) => (i === id ? 1 : 0));

const forecast = () => {
  const values = draw(12 * 2);
  const targets = draw(12 * 3);
  targets[6 * 3 + 1] = NaN;
  const examples = Int32Array.of(2, 5, 3, 2);
  return {
    name: 'a forecast with lags and an empty cell',
    source: {
      kind: 'windows',
      values,
      columns: 2,
      targets,
      targetColumns: 3,
      horizon: 3,
      lags: Int32Array.of(1, 0, 4),
    },
    examples,
    everyStep: false,
    inputSize: 2,
    outputSize: 9,
    input: (b, t) => [...values.subarray(((examples[b] ?? 0) + t) * 2, ((examples[b] ?? 0) + t + 1) * 2)],
    target: (b, t) => {
      if (t < T - 1) return undefined;
      const at = (row: number, j: number): number => targets[row * 3 + j] ?? NaN;
      const row = (examples[b] ?? 0) + T;
      return [0, 1, 2].flatMap((h) =>
        [0, 1, 2].map((j) => at(row + h, j) - (h === 1 ? 0 : at(row + h - (h === 0 ? 1 : 4), j))),
      );
    },
  } satisfies Task;
};

/** Counts of two columns, each in units of its own. */
const counted = (): Task => {
  const values = draw(12 * 2);
  const units = [1, 8];
  const counts = Array.from({ length: 12 * 2 }, (_, at) => random.integer(at % 2 === 0 ? 4 : 60));
  const targets = Float32Array.from(counts, (count, at) => count / (units[at % 2] ?? NaN));
  targets[6 * 2 + 1] = NaN;
  const examples = Int32Array.of(2, 5, 3, 2);
  return {
    name: 'counts',
    source: {
      ...{ kind: 'windows', values, columns: 2, targets, targetColumns: 2, horizon: 2, lags: Int32Array.of(0, 0) },
      units: targets.map((_, at) => units[at % 2] ?? NaN),
    },
    examples,
    everyStep: false,
    inputSize: 2,
    outputSize: 4,
    input: (b, t) => [...values.subarray(((examples[b] ?? 0) + t) * 2, ((examples[b] ?? 0) + t + 1) * 2)],
    target: (b, t) => {
      const row = (examples[b] ?? 0) + T;
      return t < T - 1 ? undefined : [...targets.subarray(row * 2, (row + 2) * 2)];
    },
    units: [...units, ...units],
  };
};

const text = (): Task => {
  const ids = Uint16Array.from({ length: 20 }, () => random.integer(9));
  const examples = Int32Array.of(0, 7, 11);
  return {
    name: 'a text',
    source: { kind: 'symbols', ids, vocabulary: 9 },
    examples,
    everyStep: true,
    inputSize: 9,
    outputSize: 9,
    input: (b, t) => oneHot(ids[(examples[b] ?? 0) + t] ?? 0, 9),
    target: (b, t) => oneHot(ids[(examples[b] ?? 0) + t + 1] ?? 0, 9),
  };
};

const classes = (): Task => {
  const values = draw(6 * T * 2);
  const labels = Int32Array.of(2, 0, 1, 1, 2, 0);
  const examples = Int32Array.of(5, 1, 2);
  return {
    name: 'classes of rows',
    source: { kind: 'rows', values, steps: T, stepSize: 2, labels, classes: 3 },
    examples,
    everyStep: false,
    inputSize: 2,
    outputSize: 3,
    input: (b, t) => {
      const start = ((examples[b] ?? 0) * T + t) * 2;
      return [...values.subarray(start, start + 2)];
    },
    target: (b, t) => (t < T - 1 ? undefined : oneHot(labels[examples[b] ?? 0] ?? 0, 3)),
  };
};

const cases = [forecast(), text(), classes(), counted()].flatMap((task: Task) =>
  lossNames.flatMap((loss) =>
    activations
      .filter((activation) => activation === 'none' || !(loss === 'crossEntropy' || ofDistributions.includes(loss)))
      .filter(() => (task.units !== undefined) === (loss === 'negativeBinomial'))
      .filter(() => !(loss === 'crossEntropy' && task.source.kind === 'windows'))
      .filter(() => !(ofDistributions.includes(loss) && task.source.kind !== 'windows'))
      .map((activation) => [task.name, loss, activation, task] as const),
  ),
);

onEveryBackend((kernels) => {
  describe('loss and gradient agree with the plain network and its numeric gradient within 1e-5', () => {
    test.each(cases)('%s, %s, output %s', async (_, loss, activation, task) => {
      const { source, examples, everyStep, inputSize, outputSize } = task;
      const session = await Session.create({
        kernels,
        shape: {
          input:
            source.kind === 'symbols'
              ? { kind: 'symbols', vocabulary: inputSize }
              : { kind: 'numbers', size: inputSize },
          outputSize,
          everyStep,
        },
        model: modelOf({ cell: 'rnn', hiddenSize: H, outputActivation: activation }),
        training: trainingOf({ loss, huberDelta, batchSize: 6 }),
        steps: T,
      });
      session.initialise(3);
      session.load(source);
      const before = session.readParameters();
      const parameters = new Map([...before].map(([name, { values }]) => [name, Float64Array.from(values)]));
      const of = (name: string): Float64Array => parameters.get(name) ?? new Float64Array(0);
      let terms = 0;
      const plainLoss = (): number => {
        let sum = 0;
        terms = 0;
        examples.forEach((_example, b) => {
          let state: CellState = { h: new Array<number>(H).fill(0), c: [] };
          for (let t = 0; t < T; t++) {
            state = stepCell('rnn', 'tanh', task.input(b, t), state, {
              weightIh: of('rnn.weight_ih_l0'),
              weightHh: of('rnn.weight_hh_l0'),
              biasIh: of('rnn.bias_ih_l0'),
              biasHh: of('rnn.bias_hh_l0'),
            });
            const target = task.target(b, t);
            if (!target) continue;
            const output = affine(of('head.weight'), state.h, of('head.bias'));
            sum += lossOf(loss, activation, output, target, huberDelta, task.units);
            terms += loss === 'crossEntropy' ? 1 : target.filter((value) => !Number.isNaN(value)).length;
          }
        });
        return sum;
      };

      const expected = plainLoss();
      const result = session.accumulate(examples, fresh);
      expect(result.terms).toBe(terms);
      expect(Math.abs(result.lossSum - expected)).toBeLessThan(1e-5 * Math.max(1, expected));
      expect(session.evaluate(examples, fresh)).toEqual(result);
      session.update(1, updateOf({}));
      for (const [name, { values }] of session.readParameters()) {
        const moved = values.map((value, i) => (before.get(name)?.values[i] ?? NaN) - value);
        expect(largestError(moved, numericGradient(of(name), plainLoss)), name).toBeLessThan(1e-5);
      }
      await session.dispose();
    });
  });

  test('predict undoes the lags, applies the activation, and takes windows without targets and any number of them', async () => {
    const task = forecast();
    const { targets, lags } = task.source;
    const create = (batchSize: number): Promise<Session> =>
      Session.create({
        kernels,
        shape: { input: { kind: 'numbers', size: 2 }, outputSize: 9, everyStep: false },
        model: modelOf({ cell: 'rnn', hiddenSize: H, outputActivation: 'tanh' }),
        training: trainingOf({ batchSize }),
        steps: T,
      });
    const examples = Int32Array.of(2, 9, 4, 3, 8, 6, 7);
    const session = await create(3);
    session.initialise(3);
    session.load({ ...task.source, lags: Int32Array.of(0, 0, 0) });
    const plain = [...session.predict(examples)];
    session.load(task.source);
    const undone = [...session.predict(examples)];
    const expected = plain.map((value, i) => {
      const example = examples[Math.floor(i / 9)] ?? 0;
      const h = Math.floor((i % 9) / 3);
      const lag = lags[h] ?? 0;
      return lag === 0 ? value : Math.fround(value + (targets[(example + T + h - lag) * 3 + (i % 3)] ?? NaN));
    });
    expect(undone).toEqual(expected);
    const wide = await create(7);
    wide.initialise(3);
    wide.load(task.source);
    const together = [...wide.predict(examples)];
    expect(together.map(Number.isNaN)).toEqual(undone.map(Number.isNaN));
    const known = (values: number[]): number[] => values.filter((value) => !Number.isNaN(value));
    expect(largestError(known(together), known(undone))).toBeLessThan(1e-6);
    expect(plain.every((value) => Math.abs(value) < 1)).toBe(true);
    await Promise.all([session.dispose(), wide.dispose()]);
  });

  test('predicted probabilities of classes add up to 1 within 1e-6', async () => {
    const task = classes();
    const session = await Session.create({
      kernels,
      shape: { input: { kind: 'numbers', size: 2 }, outputSize: 3, everyStep: false },
      model: modelOf({ cell: 'gru' }),
      training: trainingOf({ loss: 'crossEntropy', batchSize: 6 }),
      steps: T,
    });
    session.initialise(1);
    session.load(task.source);
    const [a = NaN, b = NaN, c = NaN] = session.predict(Int32Array.of(4));
    expect(Math.abs(a + b + c - 1)).toBeLessThan(1e-6);
    expect(Math.min(a, b, c)).toBeGreaterThan(0);
    await session.dispose();
  });
});
