import { fileURLToPath } from 'node:url';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../../engine/compute/random.ts';
import type { Config } from '../../../../../engine/config.ts';
import { onErrand } from '../../../../../engine/errands/errand.ts';
import { OpenedFiles } from '../../../../../engine/tasks/openedFiles.ts';
import { type FoldJudge, type FoldOptions, openFoldJudge } from '../../../../../engine/training/search/foldJudge.ts';
import { Cancelled } from '../../../../../engine/unlessCancelled.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';

const passengers = fileURLToPath(new URL('../../../../../samples/airline-passengers.csv', import.meta.url));
const small: Config = { model: { hiddenSize: 4 }, training: { epochs: 3, threads: 1 } };

const openJudge = async (file: string, config: Config, options: FoldOptions): Promise<FoldJudge> => {
  const judge = await openFoldJudge(await new OpenedFiles().open(file), { file, config }, options);
  if (!judge) throw new Error('there is room for no fold');
  return judge;
};

/** A season of 12 with noise, in rows of which those from `from` on are others for each `other`. */
const content = (from: number, other: number, series: readonly string[] = ['a']): string => {
  const lines = series.flatMap((name, at) => {
    const random = createRandom(5 + at);
    const strange = createRandom(900 + other + at);
    return Array.from({ length: 200 }, (_, row) => {
      const value = 50 * (at + 1) + 20 * Math.sin((2 * Math.PI * row) / 12) + 4 * random.normal();
      const day = new Date(Date.UTC(2020, 0, 1 + row)).toISOString().slice(0, 10);
      return `${day},${name},${(row < from || other === 0 ? value : 300 * strange.normal()).toFixed(2)}`;
    });
  });
  return ['day,shop,sales', ...lines, ''].join('\n');
};
const split = { valid: 0.15, test: 0.15 };
const parts = { valid: 140, test: 170 };

describe('folds to judge by', () => {
  test.each(['valid', 'test'] as const)('end where the %s part begins, which no error depends on', async (until) => {
    const config = { ...small, data: { split, horizon: 5 } };
    const errorsOf = async (other: number) => {
      const judge = await openJudge(temporaryFile(content(parts[until], other)), config, { until, folds: 4 });
      const { config: _, ...errors } = await judge.judge(config);
      return errors;
    };
    const before = await errorsOf(0);
    expect(before.forecast.byFold).toHaveLength(4);
    expect(before.forecast.mean).toBeGreaterThan(0);
    expect(await errorsOf(1)).toEqual(before);
    const changed = temporaryFile(content(parts[until] - 1, 1));
    const judge = await openJudge(changed, config, { until, folds: 4 });
    const { forecast } = await judge.judge(config);
    expect(forecast.byFold[3]).toBeGreaterThan((before.forecast.byFold[3] ?? NaN) * 1.5);
  });

  test('are as many as there is room for, none in a file that is too short', async () => {
    const judge = await openJudge(passengers, small, { until: 'test' });
    expect(judge).toMatchObject({ folds: 5, trainings: 1, horizon: 12 });
    const file = await new OpenedFiles().open(passengers);
    const longest = { ...small, data: { horizon: 22 } };
    expect(await openFoldJudge(file, { file: passengers, config: longest }, { until: 'valid' })).toBeUndefined();
    const long = { ...small, data: { horizon: 20 } };
    const asked = { until: 'valid', folds: 3 } as const;
    await expect(openFoldJudge(file, { file: passengers, config: long }, asked)).rejects.toThrow(
      '3 folds of 20 rows take 60 of its 100 rows before the validation part, and leave too few to learn from: take at most 1 fold, or a shorter horizon',
    );
  });

  test('are for forecasts alone', async () => {
    const file = fileURLToPath(new URL('../../../../../samples/first-names.txt', import.meta.url));
    await expect(openJudge(file, {}, { until: 'test' })).rejects.toThrow('which has no folds to judge by');
  });
});

describe('a config that is judged', () => {
  test('has the same errors each time, whatever was judged before, and others where it differs', async () => {
    const judge = await openJudge(passengers, small, { until: 'test', folds: 4, horizon: 6 });
    const first = await judge.judge(small);
    const wide = await judge.judge({ ...small, data: { window: 36, anchor: 'last' } });
    expect(await judge.judge(small)).toEqual(first);
    expect(wide.network.byFold).not.toEqual(first.network.byFold);
    expect(wide.config.data).toMatchObject({ window: 36, anchor: 'last', horizon: 6 });
    expect(first.metric).toBe('mae');
    expect(first.forecast.byFold).toHaveLength(4);
    expect(first.forecast.mean).toBeCloseTo(
      first.forecast.byFold.reduce((sum, error) => sum + error / 4, 0),
      9,
    );
  });

  test('has the errors of its network too, which are those of the forecast where nothing is blended', async () => {
    const judge = await openJudge(passengers, small, { until: 'test', folds: 3 });
    const blended = await judge.judge(small);
    const bare = await judge.judge({ ...small, data: { blend: false } });
    expect(blended.network).toEqual(bare.network);
    expect(bare.forecast).toEqual(bare.network);
    expect(blended.forecast.mean).toBeLessThan(bare.forecast.mean);
  });

  test('is trained once before all folds, or before each of as many as are asked for', async () => {
    const once = await openJudge(passengers, small, { until: 'test', folds: 4, horizon: 6 });
    const twice = await openJudge(passengers, small, { until: 'test', folds: 4, horizon: 6, trainings: 2 });
    const [first, second] = [await once.judge(small), await twice.judge(small)];
    expect(second.network.byFold.slice(0, 2)).toEqual(first.network.byFold.slice(0, 2));
    expect(second.network.byFold.slice(2)).not.toEqual(first.network.byFold.slice(2));
    expect(second.updates).toBeGreaterThan(first.updates * 1.9);
  });

  test('is judged by MASE where there are several series, of which each then weighs the same', async () => {
    const file = temporaryFile(content(200, 0, ['a', 'b', 'c']));
    const judge = await openJudge(file, small, { until: 'test' });
    const { metric, forecast } = await judge.judge(small);
    expect(metric).toBe('mase');
    expect(forecast.mean).toBeGreaterThan(0.2);
    expect(forecast.mean).toBeLessThan(3);
  });

  test('takes no more updates than it may', async () => {
    const judge = await openJudge(passengers, small, { until: 'test', trainings: 1 });
    const config: Config = { ...small, training: { epochs: 50, patience: 0, threads: 1 } };
    expect((await judge.judge(config, { updates: 30 })).updates).toBeLessThanOrEqual(30);
    expect((await judge.judge(config, { updates: 30 })).updates).toBeGreaterThan(20);
    expect((await judge.judge(config, { updates: 1 })).updates).toBe(1);
  });

  test('is refused where it cannot be trained, and given up where nobody waits', async () => {
    const judge = await openJudge(passengers, small, { until: 'test' });
    await expect(judge.judge({ ...small, data: { window: 1000 } })).rejects.toThrow('data.window: window 1000');
    const cancellation = new CancellationTokenSource();
    const endless: Config = { model: { hiddenSize: 64 }, training: { epochs: 100_000, patience: 0, threads: 1 } };
    const shares: number[] = [];
    const running = onErrand({ cancel: cancellation.token, tell: () => undefined }, () =>
      judge.judge(endless, {}, (share) => {
        shares.push(share);
        cancellation.cancel();
      }),
    );
    await expect(running).rejects.toThrow(Cancelled);
    expect(shares.length).toBeGreaterThan(0);
  });
});
