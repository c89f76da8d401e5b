import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../../engine/compute/random.ts';
import type { WindowSource } from '../../../../../engine/compute/source.ts';
import type { Config } from '../../../../../engine/config.ts';
import { Session } from '../../../../../engine/network/session.ts';
import { encodeSeries } from '../../../../../engine/tasks/forecast/series/encodeSeries.ts';
import { seriesTables } from '../../../../../engine/tasks/forecast/series/seriesTables.ts';
import type { ForecastCodec } from '../../../../../engine/tasks/forecast/forecastCodec.ts';
import type { ForecastData } from '../../../../../engine/tasks/forecast/forecastFields.ts';
import { OpenedFiles } from '../../../../../engine/tasks/openedFiles.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';
import { fresh } from '../../network/sessionOptions.ts';
import { TrainingEngine } from '../../server/trainingEngine.ts';
import { completeFile } from '../completeFile.ts';
import { prepareData } from '../prepareData.ts';

const random = createRandom(4);
/** Of a Poisson distribution, by the products of uniform numbers. */
const poisson = (mean: number): number => {
  let count = -1;
  for (let left = 1; left > Math.exp(-mean); left *= random.next()) count++;
  return count;
};
const sold = Array.from({ length: 300 }, (_, day) => poisson(3 + 2 * Math.sin((day * 2 * Math.PI) / 7)));
const training = { loss: 'negativeBinomial' } as const;
const data = { targets: ['sold'], inputs: ['sold'], window: 7, horizon: 2, season: 7 } as const;
const oneSeries = (values: readonly (number | string)[]): string => ['sold', ...values, ''].join('\n');
/** The second sells a hundred times as much. */
const twoSeries = ['shop,sold', ...sold.map((count) => `a,${count}`), ...sold.map((count) => `b,${100 * count}`), ''];

const complete = (text: string, asked: Config = {}) => {
  const file = temporaryFile(text);
  return completeFile(file, { task: 'forecast', training, ...asked, data: { ...data, ...asked.data, file } });
};

describe('counts', () => {
  test.each([
    ['-2', 'column sold is -2, below 0'],
    ['2.5', 'column sold is 2.5, no whole number'],
    ['20000000', 'column sold is 20000000, more than 16777216'],
  ])('refuse %s by column and line', async (value, message) => {
    const wrong = complete(oneSeries(sold.map((count, day) => (day === 250 ? value : count))));
    await expect(wrong).rejects.toThrow(message);
    await expect(wrong).rejects.toMatchObject({ place: { line: 252 } });
  });

  test('are learned as they are: other ways that were asked for are problems, and none is chosen', async () => {
    const { problems } = await complete(oneSeries(sold), { data: { anchor: 'last', transform: 'log1p' } });
    expect(problems.map(({ path }) => path)).toEqual(['data.anchor', 'data.transform']);
    const { config, problems: none } = await complete(oneSeries(sold));
    expect(none).toEqual([]);
    expect(config.data).toMatchObject({ anchor: 'none', transform: 'none' });
  });

  test('are divided by one more than the mean of the training rows, of each series its own', async () => {
    const { config } = await complete(twoSeries.join('\n'), { data: { series: 'shop' } });
    const { codec, source, splits } = await prepareData(config);
    const trained = sold.slice(0, Math.round(sold.length * 0.7));
    const mean = trained.reduce((sum, count) => sum + count / trained.length, 0);
    const scales = (codec as ForecastCodec).series?.map(({ targets: [target] }) => target);
    expect(scales?.[0]).toEqual({ offset: 0, scale: expect.closeTo(1 + mean, 1) as number });
    expect(scales?.[1]).toEqual({ offset: 0, scale: expect.closeTo(1 + 100 * mean, -1) as number });
    expect(splits.train.length).toBeGreaterThan(300);
    const { targets, units } = source as WindowSource;
    for (const row of [0, 1, 299, 300, 599]) {
      const [value = NaN, unit = NaN] = [targets, units].map((each) => (each as Float32Array)[row]);
      expect(value * unit).toBeCloseTo((row < 300 ? 1 : 100) * (sold[row % 300] ?? NaN), 3);
    }
  });

  test('lie in a file as in memory, and have the same likelihood there', async () => {
    const { config } = await complete(twoSeries.join('\n'), { data: { series: 'shop' } });
    const { codec, shape, splits, steps } = await prepareData(config);
    const forecast = config.data as ForecastData;
    const table = await (await new OpenedFiles().open(forecast.file)).readTable(forecast);
    const losses: unknown[] = [];
    for (const limit of [2 ** 30, 0]) {
      const { source } = encodeSeries(seriesTables(table, forecast) ?? [], forecast, codec as ForecastCodec, limit);
      expect(source.units instanceof Float32Array).toBe(limit > 0);
      const session = await Session.create({ shape, model: config.model, training: config.training, steps });
      session.initialise(1);
      session.load(source);
      losses.push(session.evaluate(splits.train.subarray(200, 200 + config.training.batchSize), fresh));
      await session.dispose();
    }
    expect(losses[1]).toEqual(losses[0]);
  });
});

describe('a network that learns counts', () => {
  const home = new TrainingEngine('block');

  test('tells whole numbers between which they lie as often as it says, of a small and a large series', async () => {
    const file = await home.write('sold.csv', twoSeries.slice(0, -1));
    const { run, test: tested } = await home.train(file, {
      task: 'forecast',
      data: { ...data, series: 'shop', blend: false },
      training: { ...training, epochs: 8, threads: 1 },
    });
    const { coverage = NaN, coverage95 = NaN, nll = NaN } = tested.metrics;
    // Whole numbers hold more than was asked for: one less would hold less.
    expect(coverage).toBeGreaterThan(0.75);
    expect(coverage95).toBeGreaterThan(0.9);
    expect(nll).toBeGreaterThan(0);
    const { next } = await home.engine.predict({ model: run, file });
    expect(next).toHaveLength(4);
    for (const { series, cells } of next) {
      const { value, low, high, text } = cells[0] ?? {};
      expect([low, high].every((bound) => Number.isInteger(bound) && (bound ?? -1) >= 0)).toBe(true);
      expect(low).toBeLessThanOrEqual(value ?? NaN);
      expect(high).toBeGreaterThanOrEqual(value ?? NaN);
      expect(text).toMatch(/^\d+$/);
      if (series === 'b') expect(value).toBeGreaterThan(50);
      else expect(value).toBeLessThan(20);
    }
  });
});
