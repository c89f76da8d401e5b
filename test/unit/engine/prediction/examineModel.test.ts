import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Config } from '../../../../engine/config.ts';
import type { BacktestFold, DoneEvent, Examination, ForecastPlot } from '../../../../engine/protocol.ts';
import { TrainingEngine } from '../server/trainingEngine.ts';

const small: Config = { model: { hiddenSize: 4 }, training: { epochs: 2, threads: 1 } };
const home = new TrainingEngine('block');
const write = (name: string, lines: readonly string[]): Promise<string> => home.write(name, lines);
const train = (file: string, config: Config): Promise<DoneEvent> => home.train(file, config);
const day = (row: number): string => new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10);
const salesOf = (store: number, row: number): number =>
  100 * (store + 1) + 20 * Math.sin((2 * Math.PI * row) / 7) + ((row * 7919 + store * 31) % 13);
const rowsOf = (store: number, rows: number): string[] =>
  Array.from({ length: rows }, (_, row) => `${day(row)},store ${store},${salesOf(store, row).toFixed(1)}`);

const meanError = (folds: readonly BacktestFold[]): number => {
  const errors = folds.flatMap(({ actual, forecasts }) =>
    (forecasts['model'] ?? []).flatMap((value, row) =>
      value === null ? [] : [Math.abs(value - (actual[row] ?? NaN))],
    ),
  );
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
};

describe('the examination of a run of several series', () => {
  const lengths = [120, 200, 160] as const;
  let file: string;
  let done: DoneEvent;
  let told: Examination;
  const examine = (token = 'a'): Promise<Examination> =>
    home.engine.examine({ run: done.run, file, split: 'test', token });
  beforeAll(async () => {
    file = await write('stores.csv', ['day,store,sales', ...lengths.flatMap((rows, store) => rowsOf(store, rows))]);
    done = await train(file, { ...small, data: { horizon: 3, window: 14 } });
    told = await examine();
  });

  test('has the errors of the test split that the run itself has told', () => {
    expect(told.split).toBe('test');
    const { mae = NaN, rmse = NaN, coverage = NaN } = done.metrics as Readonly<Record<string, number>>;
    expect(told.overall['model']?.['mae']).toBeCloseTo(mae, 4);
    expect(told.overall['model']?.['rmse']).toBeCloseTo(rmse, 4);
    expect(told.overall['model']?.['coverage']).toBeCloseTo(coverage, 9);
    const { seasonalNaive } = done.baselines as Readonly<Record<string, Readonly<Record<string, number>>>>;
    expect(told.overall['seasonalNaive']?.['mae']).toBeCloseTo(seasonalNaive?.['mae'] ?? NaN, 4);
  });

  test('tells of each series, and of each step ahead, whose means those of all are', () => {
    expect(told.bySeries.map(({ name, series, column }) => [name, series, column])).toEqual(
      [0, 1, 2].map((store) => [`store ${store}`, `store ${store}`, 'sales']),
    );
    // Windows of 15 % of the rows, 3 rows ahead.
    const windows = lengths.map((rows) => Math.round(rows * 0.15) - 2);
    expect(told.windows).toBe(windows.reduce((sum, count) => sum + count, 0));
    const errors = told.bySeries.map(({ metrics }) => metrics['model']?.['mae'] ?? NaN);
    const weighted = errors.reduce((sum, error, at) => sum + error * (windows[at] ?? NaN), 0) / told.windows;
    expect(told.overall['model']?.['mae']).toBeCloseTo(weighted, 9);
    const steps = told.byStep.map(({ model }) => model?.['mae'] ?? NaN);
    expect(steps).toHaveLength(3);
    expect(steps.reduce((sum, error) => sum + error, 0) / 3).toBeCloseTo(weighted, 9);
  });

  test('keeps windows beside each other to be looked at, the last of which ends with the series', () => {
    expect(told.folds).toBe(10);
    const folds = Array.from({ length: 10 }, (_, fold) => home.engine.backtestFold({ token: 'a', series: 1, fold }));
    expect(new Date(folds[9]?.x.at(-1) ?? NaN).toISOString().slice(0, 10)).toBe(day(199));
    expect(folds[9]?.actual.at(-1)).toBeCloseTo(Number(salesOf(1, 199).toFixed(1)), 9);
    expect(folds.map((fold) => fold.forecasts['model']?.filter((value) => value !== null).length)).toEqual(
      new Array<number>(10).fill(3),
    );
    expect(meanError(folds)).toBeGreaterThan(0);
    // The first has 18 rows held out: no more than 6 windows.
    const short = home.engine.backtestFold({ token: 'a', series: 0, fold: 3 });
    expect(short.forecasts['model']?.every((value) => value === null)).toBe(true);
  });

  test('has the residuals of the rows held out, one row ahead, of all and of each series', () => {
    const all = home.engine.forecastErrors({ token: 'a' });
    expect(all.residuals).toMatchObject({ count: 18 + 30 + 24, isScaled: true });
    const one = home.engine.forecastErrors({ token: 'a', series: 1 });
    expect(one.residuals).toMatchObject({ count: 30, isScaled: false });
    expect(one.byStep).toHaveLength(3);
    expect(one.byStep[0]?.['model']?.['mae']).not.toBe(all.byStep[0]?.['model']?.['mae']);
    expect(all.intervals?.coverage).toBeCloseTo(told.overall['model']?.['coverage'] ?? NaN, 12);
    expect(one.intervals?.width).toBeCloseTo(told.bySeries[1]?.metrics['model']?.['width'] ?? NaN, 9);
  });

  test('refuses a fold, a series and an examination that there are not', () => {
    expect(() => home.engine.backtestFold({ token: 'a', series: 0, fold: 10 })).toThrow(
      'there is no fold 10 of a series 0',
    );
    expect(() => home.engine.forecastErrors({ token: 'a', series: 3 })).toThrow('there is no series 3');
    expect(() => home.engine.forecastErrors({ token: 'x' })).toThrow(
      'what was forecast is not kept any more: run it again',
    );
  });

  test('plots the series that is asked for as the run has plotted the first', async () => {
    const kept = JSON.parse(await readFile(join(done.run, 'forecast.json'), 'utf8')) as ForecastPlot;
    expect(kept.name).toBe('store 0');
    const first = (await home.engine.plotSeries({ run: done.run, file, series: 'store 0' })) as ForecastPlot;
    expect({ ...first, series: [] }).toEqual({ ...kept, series: [] });
    expect(first.series[0]?.actual).toEqual(kept.series[0]?.actual);
    const values = kept.series[0]?.predicted ?? [];
    for (const [row, value] of (first.series[0]?.predicted ?? []).entries()) {
      expect(value).toBeCloseTo(values[row] ?? NaN, 3);
    }
    const last = (await home.engine.plotSeries({ run: done.run, file, series: 'store 2' })) as ForecastPlot;
    expect(last.series[0]?.actual.filter((value) => value !== null)).toHaveLength(160 - 14);
    await expect(home.engine.plotSeries({ run: done.run, file, series: 'store 9' })).rejects.toThrow(
      'has no series "store 9" any more',
    );
  });

  test('says where the file has changed since', async () => {
    expect(told.notes).toEqual([]);
    await appendFile(file, `${day(200)},store 1,300\n`);
    expect((await examine('b')).notes[0]).toMatch(/^stores\.csv has changed since the training/);
  });
});

describe('the examination of a run of one series', () => {
  test('looks at the validation split while it trains, and at each target', async () => {
    const rows = Array.from({ length: 150 }, (_, row) => `${day(row)},${salesOf(0, row)},${salesOf(1, row + 3)}`);
    const file = await write('two.csv', ['day,x,y', ...rows]);
    const done = await train(file, { ...small, data: { horizon: 2, window: 7, targets: ['x', 'y'] } });
    const told = await home.engine.examine({ run: done.run, file, split: 'valid', isQuick: true, token: 'c' });
    expect(told.split).toBe('valid');
    expect(told.bySeries.map(({ name, series, column }) => [name, series, column])).toEqual([
      ['x', undefined, 'x'],
      ['y', undefined, 'y'],
    ]);
    const { x } = home.engine.backtestFold({ token: 'c', series: 0, fold: told.folds - 1 });
    // The test split is never looked at before the end.
    expect(new Date(x.at(-1) ?? NaN).toISOString().slice(0, 10)).toBe(day(150 - 23 - 1));
  });

  test('ends with the last row that has a value, where others stand below it to be forecast', async () => {
    const rows = Array.from({ length: 140 }, (_, row) => `${day(row)},${row % 2},${row < 130 ? salesOf(0, row) : ''}`);
    const file = await write('ahead.csv', ['day,open,x', ...rows]);
    const done = await train(file, { ...small, data: { horizon: 3, window: 7, targets: ['x'] } });
    const told = await home.engine.examine({ run: done.run, file, split: 'test', token: 'g' });
    const { mae = NaN } = done.metrics as Readonly<Record<string, number>>;
    expect(told.overall['model']?.['mae']).toBeCloseTo(mae, 4);
    const { x } = home.engine.backtestFold({ token: 'g', series: 0, fold: told.folds - 1 });
    expect(new Date(x.at(-1) ?? NaN).toISOString().slice(0, 10)).toBe(day(129));
  });

  test('has no test split to look at where none was held out', async () => {
    const rows = Array.from({ length: 120 }, (_, row) => `${day(row)},${salesOf(0, row)}`);
    const file = await write('one.csv', ['day,x', ...rows]);
    const split = { valid: 0.2, test: 0 };
    const done = await train(file, { ...small, data: { horizon: 2, window: 7, split } });
    expect(await home.engine.examine({ run: done.run, file, split: 'test', token: 'd' })).toMatchObject({
      split: 'valid',
    });
  });

  test('is refused with the reason where the model is of another task', async () => {
    const file = await write(
      'names.txt',
      Array.from({ length: 300 }, (_, at) => `anna ${at % 7} otto`),
    );
    const done = await train(file, { task: 'languageModel', ...small });
    await expect(home.engine.examine({ run: done.run, file, split: 'test', token: 'e' })).rejects.toThrow(
      'is a languageModel model, of which no forecasts are told: that is for forecasts',
    );
  });
});

test('a thousand series are examined within seconds, and sent one by one', async () => {
  const rows = Array.from({ length: 1000 }, (_, store) =>
    rowsOf(store % 17, 60).map((row) => row.replace(/store \d+/, `s${store}`)),
  );
  const file = await write('thousand.csv', ['day,store,sales', ...rows.flat()]);
  const config = { ...small, data: { horizon: 3, window: 14 }, training: { epochs: 1, threads: 1, batchSize: 512 } };
  const done = await train(file, config);
  const began = performance.now();
  const told = await home.engine.examine({ run: done.run, file, split: 'test', token: 'f' });
  expect(told.bySeries).toHaveLength(1000);
  expect(performance.now() - began).toBeLessThan(30_000);
  expect(JSON.stringify(home.engine.backtestFold({ token: 'f', series: 999, fold: 0 })).length).toBeLessThan(10_000);
  expect(JSON.stringify(home.engine.forecastErrors({ token: 'f' })).length).toBeLessThan(20_000);
}, 120_000);
