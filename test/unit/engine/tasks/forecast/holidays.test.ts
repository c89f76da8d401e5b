import { describe, expect, test } from 'vitest';
import type { Config } from '../../../../../engine/config.ts';
import { holidaysOf } from '../../../../../engine/encoding/times/holidays.ts';
import { networkOf } from '../../../../../engine/network/networkOf.ts';
import { findCodecFaults } from '../../../../../engine/tasks/forecast/findCodecFaults.ts';
import type { ForecastCodec } from '../../../../../engine/tasks/forecast/forecastCodec.ts';
import type { ForecastData } from '../../../../../engine/tasks/forecast/forecastFields.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';
import { TrainingEngine } from '../../server/trainingEngine.ts';
import { completeFile } from '../completeFile.ts';
import { prepareData } from '../prepareData.ts';

const home = new TrainingEngine('test');
const first = Date.UTC(2022, 0, 1);
const timeOf = (row: number, hours: number): string =>
  new Date(first + row * hours * 3_600_000).toISOString().slice(0, 16);
/** Shops are closed on holidays. */
const isClosed = (row: number, hours: number): boolean =>
  holidaysOf('DE')?.countFrom(Math.floor((first + row * hours * 3_600_000) / 86_400_000), 1) === 1;
const linesOf = (rows: number, hours: number): string[] =>
  Array.from({ length: rows }, (_, row) => {
    return `${timeOf(row, hours)},${(isClosed(row, hours) ? 0 : 50) + ((row * 37) % 11)}`;
  });
const fileOf = (rows: number, hours = 24): string =>
  temporaryFile(['time,sales', ...linesOf(rows, hours), ''].join('\n'));
const complete = async (file: string, data: Config['data'] = {}, config: Config = {}) => {
  const completed = await completeFile(file, {
    ...config,
    data: { window: 14, horizon: 7, holidays: 'DE', ...data, file },
  });
  return { ...completed, data: completed.config.data as ForecastData };
};

describe('holidays', () => {
  test('are read of the window and of the rows that are forecast, beside the calendar', async () => {
    const { data, config, problems, choices } = await complete(fileOf(400));
    expect(problems).toEqual([]);
    expect(data.holidays).toBe('DE');
    expect(choices).toContain(
      'The network reads the public holidays of DE, of the past and of the rows that it forecasts, and how near they are.',
    );
    const { codec, source, shape } = await prepareData(config);
    expect((codec as ForecastCodec).inputs.at(-1)).toEqual({ kind: 'holidays', country: 'DE', days: 1 });
    expect(networkOf(shape, config.model, config.training.loss).encoder.map(({ block }) => block)).toContain('foresee');
    if (source.kind !== 'windows' || !(source.values instanceof Float32Array) || !source.known)
      throw new Error('in memory');
    const { values, columns, known } = source;
    const at = (row: number): number[] => Array.from(values.subarray((row + 1) * columns - 3, (row + 1) * columns));
    // New year, the days around it, and one that is far from any.
    expect(at(0)).toEqual([1, 0, expect.closeTo(2 ** -2.5)]);
    expect(at(364)).toEqual([0, 1, expect.closeTo(2 ** -2)]);
    expect(at(200)).toEqual([0, 0, 0]);
    if (!(known.values instanceof Float32Array)) throw new Error('in memory');
    expect(known.values).toHaveLength((400 + 7) * known.columns);
    // The first of May, and the days before it.
    const may = 120 * known.columns;
    expect(Array.from(known.values.subarray(may + known.columns - 3, may + known.columns))).toEqual([
      1,
      0,
      expect.closeTo(2 ** -6),
    ]);
  });

  test('are those of the day of an hour, and counted over a week', async () => {
    const hourly = await prepareData((await complete(fileOf(600, 1))).config);
    expect((hourly.codec as ForecastCodec).inputs.at(-1)).toMatchObject({ days: 1 });
    const weekly = await prepareData((await complete(fileOf(200, 168))).config);
    expect((weekly.codec as ForecastCodec).inputs.at(-1)).toMatchObject({ days: 7 });
    const { source } = weekly;
    if (source.kind !== 'windows' || !(source.values instanceof Float32Array)) throw new Error('in memory');
    // The week from the 24th of December 2022 on has two.
    expect(source.values[52 * source.columns - 3]).toBe(2);
  });

  test.each<[string, Config['data'], string]>([
    [
      'a code that is none',
      { holidays: 'GER' },
      "'GER' is no country whose holidays are known: near to it are DE (Germany)",
    ],
    ['no times', { time: null }, 'there are no times to tell holidays by; leave it out, or name a column in data.time'],
  ])('are refused for %s', async (_, asked, message) => {
    const { problems } = await complete(fileOf(200), asked);
    expect(problems).toEqual([{ path: 'data.holidays', message }]);
  });

  test('are refused beside a loss that has more than one value a step', async () => {
    const { problems } = await complete(fileOf(200), {}, { training: { loss: 'gaussian' } });
    expect(problems.map(({ path }) => path)).toEqual(['training.loss']);
    expect(problems[0]?.message).toContain('set data.known to [] and data.holidays to null');
  });

  test('of a model that are not those of its config, or of no country, are told', async () => {
    const { data, config } = await complete(fileOf(200));
    const { codec } = await prepareData(config);
    expect(findCodecFaults(data, codec as ForecastCodec)).toEqual([]);
    expect(findCodecFaults({ ...data, holidays: 'FR' }, codec as ForecastCodec)).toHaveLength(1);
    const inputs = (codec as ForecastCodec).inputs.map((input) =>
      input.kind === 'holidays' ? { ...input, country: 'QQ' } : input,
    );
    const faults = findCodecFaults({ ...data, holidays: 'QQ' }, { ...(codec as ForecastCodec), inputs });
    expect(faults).toEqual(['codec.inputs: has holidays of QQ, which are not known']);
  });

  test('that are to come are forecast as such', async () => {
    // The rows end on the 24th of December.
    const file = await home.write('shop.csv', ['time,sales', ...linesOf(365 + 358, 24)]);
    const done = await home.train(file, {
      data: { window: 14, horizon: 3, holidays: 'DE', blend: false },
      model: { hiddenSize: 8 },
      training: { epochs: 12, learningRate: 0.02, batchSize: 16, threads: 1, seed: 1 },
    });
    const { next } = await home.engine.predict({ model: done.run, file, token: 'p' });
    expect(next.map(({ time }) => time?.slice(5, 10))).toEqual(['12-25', '12-26', '12-27']);
    const [christmas = NaN, boxing = NaN, after = NaN] = next.map(({ cells }) => Number(cells[0]?.value));
    expect(Math.max(christmas, boxing)).toBeLessThan(after - 20);
  });
});
