import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../../../engine/compute/random.ts';
import type { Config } from '../../../../../../engine/config.ts';
import { readTable } from '../../../../../../engine/files/readTable.ts';
import { rowsOfSeries } from '../../../../../../engine/tasks/forecast/series/findSeries.ts';
import { seriesTables } from '../../../../../../engine/tasks/forecast/series/seriesTables.ts';
import { temporaryFile } from '../../../files/temporaryFile.ts';
import { completeFile } from '../../completeFile.ts';
import { prepareData } from '../../prepareData.ts';

const day = (row: number): string => new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10);
const random = createRandom(9);
const wave = (row: number): string => (20 + 5 * Math.sin((2 * Math.PI * row) / 7) + random.normal()).toFixed(2);
const rowsOf = (shop: string, count: number, valueAt: (row: number) => string = wave, from = 0): string[] =>
  Array.from({ length: count }, (_, row) => `${shop},${day(from + row)},${valueAt(row)}`);

/** A hundred series that are as they should be. */
const many = Array.from({ length: 100 }, (_, at) => rowsOf(`s${at}`, 80)).flat();
const fileOf = (...odd: readonly string[][]): string =>
  temporaryFile(['shop,day,sales', ...many, ...odd.flat(), ''].join('\n'));

const prepare = async (file: string, data: Config['data'] = {}) => {
  const { config, problems, choices } = await completeFile(file, { data: { file, ...data } });
  expect(problems).toEqual([]);
  return { ...(await prepareData(config)), choices: choices.join('\n') };
};

describe('among a hundred series', () => {
  test.each<[string, string[], string]>([
    ['one shorter than the window', rowsOf('odd', 5), 'is too short to learn from'],
    ['one of a single row', rowsOf('odd', 1), 'is too short to learn from'],
    ['one without any value', rowsOf('odd', 80, () => ''), 'has no value of sales'],
    ['one that begins where the others end', rowsOf('odd', 12, wave, 68), 'is too short to learn from'],
  ])('%s is told with its line, and the others are learned', async (_, odd, words) => {
    const { choices, splits } = await prepare(fileOf(odd), { window: 14, horizon: 7 });
    expect(choices).toContain(`1 series ${words}: odd (line 8002).`);
    expect(splits.train.length).toBe(100 * (56 - 14 - 7 + 1));
  });

  test('one that is constant is learned, and its values are not blown up', async () => {
    const { source, splits } = await prepare(fileOf(rowsOf('odd', 80, () => '5')), { window: 14, horizon: 7 });
    if (source.kind !== 'windows') throw new Error('a forecast reads windows');
    expect(splits.train.length).toBe(101 * (56 - 14 - 7 + 1));
    for (const value of source.values as Float32Array) expect(Math.abs(value)).toBeLessThan(10);
  });

  test('times that come twice are told with their series and line', async () => {
    const odd = rowsOf('odd', 80);
    odd.splice(41, 0, odd[40] ?? '');
    const { choices, dropped } = await prepare(fileOf(odd), { window: 14, horizon: 7 });
    expect(`${choices}\n${dropped.join('\n')}`).toMatch(/odd: 1 row has the same time as the row above, .* line 8043/);
  });

  test('a value that a logarithm cannot take is told with its series and line', async () => {
    const odd = rowsOf('odd', 80, (row) => (row === 30 ? '-4' : wave(row)));
    await expect(prepare(fileOf(odd), { transform: 'log' })).rejects.toThrow(
      'column sales of the series odd is -4, which has no logarithm',
    );
  });

  test('a row without a name of its series is told with its line', async () => {
    const odd = rowsOf('', 3);
    const error: unknown = await prepare(fileOf(odd), { series: 'shop' }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ place: { line: 8002 } });
    expect(String(error)).toContain('the row has no shop, which says whose it is');
  });
});

test('a hundred thousand series are told apart in seconds', async () => {
  const ids = 100_000;
  const lines = Array.from({ length: 2 * ids }, (_, at) => `id ${(at * 7919) % ids},${at},${at % 13}`);
  const table = await readTable(temporaryFile(['meter,t,sales', ...lines, ''].join('\n')));
  const began = performance.now();
  expect(rowsOfSeries(table, ['meter'])).toHaveLength(ids);
  expect(seriesTables(table, { series: 'meter', time: null, timeZone: null })).toHaveLength(ids);
  expect(performance.now() - began).toBeLessThan(60_000);
}, 120_000);
