import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Config } from '../../../../../engine/config.ts';
import type { BacktestFold, BacktestResult, ProgressParams } from '../../../../../engine/protocol.ts';
import { Engine } from '../../../../../engine/server/engine.ts';
import { Cancelled } from '../../../../../engine/unlessCancelled.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';

const sample = (name: string): string => fileURLToPath(new URL(`../../../../../samples/${name}`, import.meta.url));
const file = sample('airline-passengers.csv');
const small: Config = { model: { hiddenSize: 4 }, training: { epochs: 2, threads: 1 } };
const told: ProgressParams[] = [];
const engine = new Engine({
  runEvents: () => Promise.resolve(),
  runStatus: () => undefined,
  generated: () => undefined,
  learningRatePoints: () => undefined,
  progress: (params) => told.push(params),
});

const meanError = (folds: readonly BacktestFold[], who: string): number => {
  const errors = folds.flatMap(({ actual, forecasts }) =>
    (forecasts[who] ?? []).flatMap((value, row) => (value === null ? [] : [Math.abs(value - (actual[row] ?? NaN))])),
  );
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
};

describe('what a backtest takes where nobody has said', () => {
  test('is the horizon of training and 5 folds, as far as there is room', async () => {
    const plan = await engine.proposeBacktest({ file, config: {} });
    expect(plan).toEqual({ horizon: 12, folds: 5, mostFolds: 8 });
    expect(await engine.proposeBacktest({ file, config: {}, horizon: 30 })).toEqual({
      horizon: 30,
      folds: 1,
      mostFolds: 0,
    });
  });

  test('is nothing for a task without forecasts', async () => {
    const names = sample('first-names.txt');
    await expect(engine.proposeBacktest({ file: names, config: {} })).rejects.toThrow(
      'is learned for the task languageModel, which has no backtest: that is for forecasts',
    );
  });
});

describe('a backtest', () => {
  let result: BacktestResult;
  let folds: readonly BacktestFold[];
  beforeAll(async () => {
    result = await engine.backtest({ file, config: small, folds: 3, horizon: 6, refit: false, token: 'a' });
    folds = [0, 1, 2].map((fold) => engine.backtestFold({ token: 'a', series: 0, fold }));
  });

  test('keeps what was forecast in each fold, which has the errors that it tells', () => {
    for (const who of ['model', 'network', 'lastValue', 'seasonalNaive']) {
      expect(meanError(folds, who)).toBeCloseTo(result.overall[who]?.['mae'] ?? NaN, 9);
      for (const [fold, shown] of folds.entries()) {
        expect(meanError([shown], who)).toBeCloseTo(result.byFold[fold]?.[who]?.['mae'] ?? NaN, 9);
      }
    }
  });

  test('shows rows before each fold, and where they stand in time', () => {
    const [first, second] = folds;
    expect(first?.xIsTime).toBe(true);
    expect(new Date(first?.x.at(-6) ?? NaN).toISOString()).toMatch(/^1959-07-01T/);
    expect(first?.x).toHaveLength(24 + 6);
    expect(first?.actual.slice(-6)).toEqual(second?.actual.slice(-12, -6));
    expect(first?.forecasts['model']?.slice(0, 24).every((value) => value === null)).toBe(true);
    expect(first?.low.slice(-6).every((value) => value !== null)).toBe(true);
  });

  test('is judged against the baseline that errs least', () => {
    const { verdict, overall } = result;
    const least = Object.entries(overall)
      .filter(([who]) => who !== 'model' && who !== 'network')
      .sort(([, a], [, b]) => (a['mae'] ?? 0) - (b['mae'] ?? 0))[0]?.[0];
    expect(verdict).toMatchObject({ metric: 'mae', rival: least, folds: 3 });
  });

  test('has a residual one row ahead of each row of its folds, and what its intervals held', () => {
    const { residuals, intervals, byStep } = engine.forecastErrors({ token: 'a' });
    expect(residuals).toMatchObject({ count: 3 * 6, isScaled: false });
    expect(intervals?.coverage).toBe(result.overall['model']?.['coverage']);
    expect(intervals?.width).toBeCloseTo(result.overall['model']?.['width'] ?? NaN, 9);
    expect(byStep).toEqual(result.byStep);
    // The first row of a fold is forecast one row ahead there, too.
    const first = folds.map(({ actual, forecasts }) => (actual[24] ?? NaN) - (forecasts['model']?.[24] ?? NaN));
    const { from = NaN, width = NaN, counts } = residuals?.histogram ?? {};
    for (const error of first) expect(counts?.[Math.floor((error - from) / width)]).toBeGreaterThan(0);
    expect(engine.forecastErrors({ token: 'a', series: 0 }).residuals).toEqual(residuals);
  });

  test('has no other folds, and is forgotten after eight more', async () => {
    expect(() => engine.backtestFold({ token: 'a', series: 0, fold: 3 })).toThrow('no fold 3 of a series 0');
    expect(() => engine.backtestFold({ token: 'a', series: 1, fold: 0 })).toThrow('no fold 0 of a series 1');
    const again = { file, config: { ...small, training: { epochs: 1, threads: 1 } }, folds: 1, horizon: 2 };
    for (const token of 'bcdefghi') await engine.backtest({ ...again, refit: false, token });
    expect(() => engine.backtestFold({ token: 'a', series: 0, fold: 0 })).toThrow('run it again');
    expect(engine.backtestFold({ token: 'b', series: 0, fold: 0 }).x).toHaveLength(24 + 2);
  });

  test('tells how far it is, and ends when nobody wants it any more', async () => {
    const cancellation = new CancellationTokenSource();
    const config: Config = { model: { hiddenSize: 64 }, training: { epochs: 100_000, patience: 0, threads: 1 } };
    const params = { file, config, folds: 2, horizon: 6, refit: true, token: 'long' };
    const running = engine.backtest(params, cancellation.token);
    await expect.poll(() => told.filter(({ token }) => token === 'long').length).toBeGreaterThan(0);
    expect(told.filter(({ token }) => token === 'long').map(({ doing }) => doing)).toContain(
      'training for fold 1 of 2',
    );
    cancellation.cancel();
    await expect(running).rejects.toThrow(Cancelled);
  });
});

test('a file whose newest row stands first has the same backtest as the other way round', async () => {
  const [header = '', ...lines] = (await readFile(file, 'utf8')).trimEnd().split('\n');
  const reversed = temporaryFile([header, ...lines.toReversed(), ''].join('\n'));
  const asked = { config: small, folds: 2, horizon: 6, refit: false };
  const { overall, byStep } = await engine.backtest({ ...asked, file });
  const turned = await engine.backtest({ ...asked, file: reversed });
  expect(turned.overall).toEqual(overall);
  expect(turned.byStep).toEqual(byStep);
});
