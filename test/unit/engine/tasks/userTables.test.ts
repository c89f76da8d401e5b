import { describe, expect, test } from 'vitest';
import type { Config } from '../../../../engine/config.ts';
import { completeFile } from './completeFile.ts';
import { inspectFile } from '../../../../engine/tasks/inspectFile.ts';
import { readTable } from '../../../../engine/files/readTable.ts';
import { formatTimestamp } from '../../../../engine/files/times/writeTime.ts';
import { temporaryFile } from '../files/temporaryFile.ts';

const lines = (count: number, row: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => row(index)).join('\n');
const noise = (row: number): number => ((row * 7919) % 101) / 25;
const complete = async (content: string, wanted: Config = {}) => {
  const file = temporaryFile(content);
  const config = { ...wanted, data: { ...wanted.data, file } };
  return completeFile(file, config);
};
const firstColumn = async (content: string) => (await readTable(temporaryFile(content))).columns[0];

describe('times as people write them', () => {
  test('dates with points are the time of a series', async () => {
    const date = (row: number): string =>
      new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10).split('-').reverse().join('.');
    const { config, problems } = await complete(`Datum;Wert\n${lines(200, (row) => `${date(row)};${noise(row)}`)}`);
    expect(problems).toEqual([]);
    expect(config.data).toMatchObject({ time: 'Datum', targets: ['Wert'], inputs: ['Wert'], calendar: true });
  });

  test.each([
    ['ts', (row: number) => 1_700_000_000 + row * 3600],
    ['time', (row: number) => 1_700_000_000_000 + row * row],
    ['when', (row: number) => 1_700_000_000_000 + row * 60_000],
    ['time', (row: number) => 1_700_000_000.5 + row],
    ['epoch', (row: number) => 1_700_000_000 + Math.floor(row / 2)],
  ])('epoch times in column %s are timestamps and written back as they were', async (name, at) => {
    const column = await firstColumn(`${name},x\n${lines(40, (row) => `${at(row)},${noise(row)}`)}`);
    if (column?.type !== 'timestamp') throw new Error(`the column is a ${column?.type}`);
    expect(formatTimestamp(column.values.at(7), column.format)).toBe(String(at(7)));
    expect(new Date(column.min).getUTCFullYear()).toBe(2023);
  });

  test('amounts as large as epoch times stay numbers when they fall or grow without a step', async () => {
    for (const [name, at] of [
      ['population', (row: number) => 2_500_000_000 + row * row * 1000],
      ['time', (row: number) => 1_700_000_000 - row],
      ['time', (row: number) => 4_099_999_990 + row],
    ] as const) {
      const column = await firstColumn(`${name},x\n${lines(40, (row) => `${at(row)},${noise(row)}`)}`);
      expect(column?.type, name).toBe('number');
    }
  });
});

describe('holes in time', () => {
  const day = (at: number): string => new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10);
  const choicesOf = async (days: readonly number[]) =>
    (await complete(`date,x\n${days.map((at, row) => `${day(at)},${noise(row)}`).join('\n')}`)).choices.filter(
      (choice) => choice.includes('neighbours'),
    );
  const all = Array.from({ length: 150 }, (_, at) => at);

  test('are counted in one sentence with the first line, and repeated times in another', async () => {
    expect(await choicesOf(all.filter((at) => at !== 20 && at !== 60 && at !== 61))).toEqual([
      '2 rows do not follow the row above by the usual time step, first in line 22; rows count as neighbours all the same.',
    ]);
    expect(await choicesOf(all.map((at) => (at === 30 ? 29 : at)))).toEqual([
      '1 row does not follow the row above by the usual time step, first in line 33; rows count as neighbours all the same.',
      '1 row has the same time as the row above, first in line 32; rows count as neighbours all the same.',
    ]);
  });

  test('are none in whole series, nor the weekends of business days or months of unequal length', async () => {
    expect(await choicesOf(all)).toEqual([]);
    expect(await choicesOf(all.filter((at) => at % 7 < 5))).toEqual([]);
    const months = lines(
      120,
      (row) => `${2000 + Math.floor(row / 12)}-${String((row % 12) + 1).padStart(2, '0')},${noise(row)}`,
    );
    const { choices } = await complete(`month,x\n${months}`);
    expect(choices.join(' ')).not.toContain('neighbours');
  });
});

describe('a column named as the label', () => {
  const proposal = async (header: string, row: (index: number) => string) =>
    inspectFile(temporaryFile(`${header}\n${lines(60, row)}`), {});

  test('needs one number beside it when it holds words, two when it holds small integers', async () => {
    expect(await proposal('x,class', (row) => `${noise(row)},${['a', 'b'][row % 2]}`)).toMatchObject({
      proposedTask: 'classification',
      why: "'class' looks like a label with 2 classes, the 1 other number of a row like a sequence.",
    });
    const integers = (row: number): string => `${noise(row)},${noise(row + 1)},${row % 3}`;
    expect(await proposal('a,b,label', integers)).toMatchObject({ proposedTask: 'classification' });
    expect(await proposal('a,b,c', integers)).toMatchObject({ proposedTask: 'forecast' });
    expect(await proposal('a,label', (row) => `${noise(row)},${row % 3}`)).toMatchObject({ proposedTask: 'forecast' });
    expect(await proposal('a,b,target', (row) => `${noise(row)},${noise(row + 1)},${(row % 9) * 100}`)).toMatchObject({
      proposedTask: 'forecast',
    });
  });

  test('completes to a config without problems beside one number', async () => {
    const { config, problems } = await complete(
      `x,class\n${lines(60, (row) => `${noise(row)},${['a', 'b'][row % 2]}`)}`,
    );
    expect(problems).toEqual([]);
    expect(config.data).toMatchObject({ label: 'class', inputs: ['x'], stepSize: 1 });
  });
});

describe('thousands separators', () => {
  test.each([
    ['"10,258.00"', 10258, 200],
    ['"1,234,567"', 1234567, 200_000],
    ["10'258.50", 10258.5, 200],
    ['10 258', 10258, 200],
  ])('as in %s are read as such, and told', async (cell, value, lowered) => {
    const content = `date,close\n${lines(60, (row) => `2024-01-01T00:${String(row).padStart(2, '0')},${row === 0 ? cell : cell.replace('2', String(row % 10))}`)}`;
    const inspection = await inspectFile(temporaryFile(content), {});
    expect(inspection).toMatchObject({
      columns: [{}, { type: 'number', min: value - lowered, problems: [] }],
      notes: [expect.stringContaining('between thousands') as string],
    });
    expect((await complete(content)).config.data).toMatchObject({ targets: ['close'] });
  });

  test('that may be decimal marks are asked about, when the column is used', async () => {
    const content = `day;close\n${lines(60, (row) => `${row};${1 + (row % 7)},${200 + row}`)}`;
    await expect(complete(content)).rejects.toMatchObject({
      message: expect.stringContaining(
        '\'1,200\' in column close may be 1200 or 1.200, and nothing in the file says which; set data.decimalMark to "." for 1200, to "," for 1.200',
      ) as string,
      place: { line: 2, column: 3 },
    });
    const { config, problems } = await complete(content, { data: { decimalMark: '.' } });
    expect(problems).toEqual([]);
    expect(config.data).toMatchObject({ targets: ['close'], decimalMark: '.' });
  });
});
