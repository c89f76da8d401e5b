import { describe, expect, test } from 'vitest';
import type { WindowSource } from '../../../../../engine/compute/source.ts';
import type { ModelConfig, TrainingConfig } from '../../../../../engine/config.ts';
import type { SeriesShape } from '../../../../../engine/network/networkShape.ts';
import { Session } from '../../../../../engine/network/session.ts';
import type { SessionOptions } from '../../../../../engine/network/sessionOptions.ts';
import { ScratchFile } from '../../../../../engine/scratchFile.ts';
import { onEveryBackend } from '../everyBackend.ts';
import { largestError } from '../reference.ts';
import { fresh, modelOf, trainingOf, updateOf } from '../sessionOptions.ts';
import { runSeries } from './segments/referenceSegments.ts';

const [window, horizon, C, F, rows] = [8, 6, 3, 19, 40];
const series: SeriesShape = { window, horizon, numbers: [0, 1], targets: [1, 0], known: F };
const K = series.targets.length;

const wave = (row: number, column: number): number => Math.fround(Math.sin(row * (0.4 + column / 5) + 2 * column));
const values = Float32Array.from({ length: rows * C }, (_, i) => wave(Math.floor(i / C), i % C));
const targets = Float32Array.from({ length: rows * K }, (_, i) =>
  wave(Math.floor(i / K), series.targets[i % K] ?? NaN),
);
/** More than a panel of values, in which no two rows are alike. */
const known = Float32Array.from({ length: (rows + horizon) * F }, (_, i) => wave(Math.floor(i / F) + 7, (i % F) + 3));
const source: WindowSource = {
  ...{ kind: 'windows', values, columns: C, targets, targetColumns: K, horizon },
  ...{ lags: new Int32Array(horizon), known: { values: known, columns: F } },
};
const examples = Int32Array.of(3, 17, 0, 20, 26);

const optionsOf = (model: Partial<ModelConfig>, training: Partial<TrainingConfig> = {}): SessionOptions => ({
  shape: { input: { kind: 'numbers', size: C }, outputSize: horizon * K, everyStep: false, series },
  model: modelOf({ cell: 'gru', hiddenSize: 5, ...model }),
  training: trainingOf({ batchSize: examples.length, ...training }),
  steps: window,
});

const start = async (options: SessionOptions): Promise<Session> => {
  const session = await Session.create(options);
  session.initialise(3);
  session.load(source);
  return session;
};

const parametersOf = (session: Session): Map<string, Float64Array> =>
  new Map([...session.readParameters()].map(([name, tensor]) => [name, Float64Array.from(tensor.values)]));

const rowsOf = (all: Float32Array, columns: number, from: number, count: number): number[][] =>
  Array.from({ length: count }, (_, t) => Array.from(all.subarray((from + t) * columns, (from + t + 1) * columns)));

onEveryBackend((kernels) => {
  describe('what is known of the steps ahead', () => {
    test.each<[string, Partial<ModelConfig>]>([
      ['all steps ahead of one vector', {}],
      ['layers wider than a panel, less the last value', { cell: 'lstm', hiddenSize: 19, normalisation: 'last' }],
      [
        'segments, apart, by instance',
        { decoding: 'segments', segmentLength: 2, channels: 'apart', normalisation: 'instance' },
      ],
    ])('%s: loss, gradients and forecasts agree with plain loops within 1e-5', async (_, model) => {
      const session = await start({ ...optionsOf(model), kernels });
      const before = parametersOf(session);
      expect([...before.keys()]).toEqual(expect.arrayContaining(['ahead.known.weight', 'ahead.context.weight']));
      const wanted = runSeries({
        ...{ network: session.network, parameters: before },
        windows: [...examples].map((first) => rowsOf(values, C, first, window)),
        known: [...examples].map((first) => rowsOf(known, F, first + window, horizon)),
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

test('the last window of a file reads what is known of the rows after its last one', async () => {
  const session = await start(optionsOf({}));
  const last = Int32Array.of(rows - window);
  const before = session.predict(last).slice();
  const other = known.map((value, i) => (i < rows * F ? value : value + 1));
  session.load({ ...source, known: { values: other, columns: F } });
  expect(largestError(session.predict(last), before)).toBeGreaterThan(0.01);
  await session.dispose();
});

test('from files all comes out as from memory', async () => {
  const stored = (floats: Float32Array): ScratchFile => {
    const file = new ScratchFile();
    file.append(floats);
    return file;
  };
  const session = await start(optionsOf({}));
  const before = session.predict(examples).slice();
  const files = { values: stored(values), targets: stored(targets), known: { values: stored(known), columns: F } };
  session.load({ ...source, ...files });
  expect(session.predict(examples)).toEqual(before);
  await session.dispose();
});

test('data without what the network reads of the steps ahead is refused', async () => {
  const session = await start(optionsOf({}));
  const { known: _, ...without } = source;
  expect(() => session.load(without)).toThrow('values known ahead');
  await session.dispose();
});
