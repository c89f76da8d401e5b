import { describe, expect, test } from 'vitest';
import type { WindowSource } from '../../../../../engine/compute/source.ts';
import type { ModelConfig } from '../../../../../engine/config.ts';
import { networkOf } from '../../../../../engine/network/networkOf.ts';
import { flowsOf } from '../../../../../engine/network/networkFlows.ts';
import type { NetworkShape, SeriesShape } from '../../../../../engine/network/networkShape.ts';
import { Session } from '../../../../../engine/network/session.ts';
import { onEveryBackend } from '../everyBackend.ts';
import { largestError } from '../reference.ts';
import { fresh, modelOf, trainingOf, updateOf } from '../sessionOptions.ts';
import { runSeries } from './segments/referenceSegments.ts';

const [window, horizon, rows, kinds] = [8, 6, 40, 17];
/** A target, more marks than a panel, an input, another target. */
const C = kinds + 3;
const marks = Array.from({ length: kinds }, (_, kind) => 1 + kind);
const series: SeriesShape = {
  ...{ window, horizon, numbers: [0, C - 2, C - 1], targets: [C - 1, 0], marks: { columns: marks, size: 5 } },
};
const K = series.targets.length;
const shape: NetworkShape = {
  ...{ input: { kind: 'numbers', size: C }, outputSize: horizon * K, everyStep: false, series },
};

const wave = (row: number, column: number): number => Math.fround(Math.sin(row * (0.4 + column / 5) + 2 * column));
const values = Float32Array.from({ length: rows * C }, (_, i) => {
  const [row, column] = [Math.floor(i / C), i % C];
  return marks.includes(column) ? Number(column === 1 + ((row * 5) % kinds)) : wave(row, column);
});
const targets = Float32Array.from({ length: rows * K }, (_, i) =>
  wave(Math.floor(i / K), series.targets[i % K] ?? NaN),
);
const source: WindowSource = {
  ...{ kind: 'windows', values, columns: C, targets, targetColumns: K, horizon, lags: new Int32Array(horizon) },
};
const examples = Int32Array.of(3, 17, 0, 20, 26);

const rowsOf = (all: Float32Array, columns: number, from: number, count: number): number[][] =>
  Array.from({ length: count }, (_, t) => Array.from(all.subarray((from + t) * columns, (from + t + 1) * columns)));
const parametersOf = (session: Session): Map<string, Float64Array> =>
  new Map([...session.readParameters()].map(([name, tensor]) => [name, Float64Array.from(tensor.values)]));

onEveryBackend((kernels) => {
  describe('a vector of the marks of a step', () => {
    test.each<[string, Partial<ModelConfig>]>([
      ['below layers wider than a panel, less the last value', { cell: 'lstm', hiddenSize: 19, normalisation: 'last' }],
      ['above levels with gains that are learned', { normalisation: 'instance' }],
      [
        'below segments of targets that go apart',
        { decoding: 'segments', segmentLength: 2, channels: 'apart', normalisation: 'instance' },
      ],
      ['below segments of all targets', { decoding: 'segments', segmentLength: 2 }],
    ])('%s: loss, gradients and forecasts agree with plain loops within 1e-5', async (_, model) => {
      const session = await Session.create({
        ...{ shape, steps: window, kernels, model: modelOf({ cell: 'gru', hiddenSize: 5, ...model }) },
        training: trainingOf({ batchSize: examples.length }),
      });
      session.initialise(3);
      session.load(source);
      const before = parametersOf(session);
      expect(before.get('kind.weight')).toHaveLength(5 * kinds);
      const wanted = runSeries({
        ...{ network: session.network, parameters: before },
        windows: [...examples].map((first) => rowsOf(values, C, first, window)),
        truths: [...examples].map((first) => rowsOf(targets, K, first + window, horizon).flat()),
      });
      expect(largestError(session.predict(examples), wanted.outputs)).toBeLessThan(1e-5);
      const loss = session.accumulate(examples, fresh);
      expect(Math.abs(loss.lossSum / wanted.lossSum - 1)).toBeLessThan(1e-5);
      session.update(loss.terms, updateOf({}));
      for (const [name, after] of parametersOf(session)) {
        const moved = after.map((value, i) => (before.get(name)![i]! - value) * loss.terms);
        expect(largestError(moved, wanted.gradients.get(name)!), name).toBeLessThan(2e-5);
      }
      await session.dispose();
    });
  });
});

test.each<[string, Partial<SeriesShape['marks']>, string]>([
  ['beyond the values', { columns: [1, C] }, `kind has a column ${C} of ${C}.`],
  ['that stand twice', { columns: [2, 2] }, 'kind has a column twice.'],
])('marks %s are refused', (_, changed, message) => {
  const other = { ...shape, series: { ...series, marks: { columns: marks, size: 5, ...changed } } };
  const network = networkOf(other, modelOf({ cell: 'gru', hiddenSize: 5 }), 'mse');
  expect(() => flowsOf(network)).toThrow(message);
});
