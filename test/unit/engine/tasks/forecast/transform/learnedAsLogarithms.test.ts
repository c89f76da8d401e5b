import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from '../../../../../../engine/compute/random.ts';
import type { Config } from '../../../../../../engine/config.ts';
import { evaluateModel } from '../../../../../../engine/prediction/evaluateModel.ts';
import { LoadedModels } from '../../../../../../engine/prediction/loadedModels.ts';
import { predictFile } from '../../../../../../engine/prediction/predictFile.ts';
import { OpenedFiles } from '../../../../../../engine/tasks/openedFiles.ts';
import { startRun } from '../../../../../../engine/training/startRun.ts';
import { temporaryFile } from '../../../files/temporaryFile.ts';

const rows = 300;
const horizon = 12;
/** A season of 12 that multiplies a level which grows by 1 % a row, and noise of 2 % of it. */
const madeSeries = (seed: number, length = rows + horizon): number[] => {
  const random = createRandom(seed);
  return Array.from(
    { length },
    (_, row) => 20 * 1.01 ** row * Math.exp(0.5 * Math.sin((row * Math.PI) / 6) + 0.02 * random.normal()),
  );
};
const oneSeries = (values: readonly number[]): string =>
  ['y', ...values.map((value) => value.toFixed(2)), ''].join('\n');
/** The second shop sells a thousandth of what the first does. */
const twoSeries = (values: readonly number[]): string =>
  [
    'shop,y',
    ...[1, 1000].flatMap((part) => values.map((value) => `${part === 1 ? 'a' : 'b'},${(value / part).toFixed(5)}`)),
    '',
  ].join('\n');

let models: LoadedModels;
beforeAll(() => {
  models = new LoadedModels();
});
afterAll(() => models.dispose());

const train = async (text: string, data: Config['data'], training: Config['training'] = {}): Promise<string> => {
  const config: Config = {
    task: 'forecast',
    data: { targets: ['y'], inputs: ['y'], season: 12, horizon, window: 24, blend: false, ...data },
    model: { cell: 'gru', hiddenSize: 16, numLayers: 1 },
    training: { epochs: 30, threads: 1, ...training },
  };
  const listener = { report: () => undefined, setStatus: () => undefined };
  const runs = await mkdtemp(join(tmpdir(), 'rnn-logarithms-'));
  const started = await startRun({ file: temporaryFile(text), config, runs }, listener);
  await started.run.run();
  await started.session.dispose();
  return started.folder.path;
};

const nextOf = async (model: string, text: string, ahead = horizon) =>
  (await predictFile(models, { model, file: temporaryFile(text), horizon: ahead })).next;

const errorOf = async (model: string, values: readonly number[]): Promise<number> => {
  const next = await nextOf(model, oneSeries(values.slice(0, rows)));
  const shares = next.map(({ cells }, ahead) => {
    const actual = values[rows + ahead] ?? NaN;
    return Math.abs((cells[0]?.value as number) - actual) / actual;
  });
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
};

describe('a network that learns logarithms of what multiplies', () => {
  test('errs by less than half of what one errs by that learns the values, with each of three seeds', async () => {
    for (const seed of [1, 2, 3]) {
      const values = madeSeries(seed);
      const text = oneSeries(values.slice(0, rows));
      const log = await train(text, { transform: 'log' }, { seed });
      const none = await train(text, { transform: 'none' }, { seed });
      expect(await errorOf(log, values)).toBeLessThan(0.5 * (await errorOf(none, values)));
    }
  });

  test('is what is chosen for it, and what a model then keeps to', async () => {
    const values = madeSeries(4);
    const text = oneSeries(values.slice(0, rows));
    const chosen = await train(text, {}, { seed: 1 });
    const log = await train(text, { transform: 'log' }, { seed: 1 });
    const [next, same] = await Promise.all([nextOf(chosen, text), nextOf(log, text)]);
    expect(next).toEqual(same);
  });
});

describe('a model of two series in their own sizes', () => {
  let model: string;
  const values = madeSeries(5);
  const text = twoSeries(values.slice(0, rows));
  beforeAll(async () => {
    model = await train(text, { transform: 'log', series: 'shop' }, { seed: 1 });
  });

  test('forecasts both alike, with intervals around them that are as many times as wide', async () => {
    const next = await nextOf(model, text);
    const [first, second] = ['a', 'b'].map((name) => next.filter(({ series }) => series === name));
    expect(first).toHaveLength(horizon);
    for (const [ahead, { cells }] of (first ?? []).entries()) {
      const [large] = cells;
      const [small] = second?.[ahead]?.cells ?? [];
      for (const part of ['value', 'low', 'high'] as const) {
        expect((large?.[part] as number) / 1000 / (small?.[part] as number)).toBeCloseTo(1, 2);
      }
      expect(large?.low as number).toBeGreaterThan(0);
      const [above, below] = [
        (large?.high as number) / (large?.value as number),
        (large?.value as number) / (large?.low as number),
      ];
      expect(above).toBeCloseTo(below, 6);
    }
  });

  test('goes on beyond its horizon with what it forecast, above 0', async () => {
    const next = (await nextOf(model, text, 3 * horizon)).filter(({ series }) => series === 'a');
    expect(next).toHaveLength(3 * horizon);
    for (const [ahead, { cells }] of next.entries()) {
      const share = (cells[0]?.value as number) / (20 * 1.01 ** (rows + ahead));
      expect(share).toBeGreaterThan(0.3);
      expect(share).toBeLessThan(3);
    }
    // Only what was measured has an interval.
    expect(next[horizon]?.cells[0]?.low).toBeUndefined();
  });

  test('is measured in the units of the file', async () => {
    const small = temporaryFile(
      twoSeries(values)
        .split('\n')
        .filter((line) => !line.startsWith('a'))
        .join('\n'),
    );
    const { metrics } = await evaluateModel(models, { model, file: small }, new OpenedFiles());
    // Values are from 0.02 to 0.6, and its errors a few per cent of them.
    expect(metrics['mae'] as number).toBeLessThan(0.05);
    expect(metrics['mae'] as number).toBeGreaterThan(1e-4);
    expect(metrics['smape'] as number).toBeLessThan(30);
  });

  test('takes a 0 in another file, and tells it with its line', async () => {
    const zero = twoSeries(values).replace(/^a,.*$/m, 'a,0');
    const { notes = [] } = await evaluateModel(models, { model, file: temporaryFile(zero) }, new OpenedFiles());
    expect(notes.join(' ')).toContain('1 value of a target is none that log is meant for (line 2)');
  });
});
