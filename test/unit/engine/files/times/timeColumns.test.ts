import { expect, test } from 'vitest';
import type { TimestampColumn } from '../../../../../engine/files/columns/column.ts';
import { findTimes } from '../../../../../engine/files/columns/findColumn.ts';
import { type Table, readTable } from '../../../../../engine/files/readTable.ts';
import type { TableOptions } from '../../../../../engine/files/tableOptions.ts';
import { describeUnreadTime } from '../../../../../engine/files/times/unreadTime.ts';
import { formatTimestamp } from '../../../../../engine/files/times/writeTime.ts';
import { temporaryFile } from '../temporaryFile.ts';

const read = (name: string, cells: readonly (string | number)[], options?: TableOptions): Promise<Table> =>
  readTable(temporaryFile(`${name},x\n${cells.map((cell, row) => `${cell},${row * row}.5\n`).join('')}`), options);
const times = async (name: string, cells: readonly (string | number)[], options?: TableOptions) =>
  findTimes(await read(name, cells, options), name);
const typeOf = async (name: string, cells: readonly (string | number)[]) => (await read(name, cells)).columns[0]?.type;
const writtenAgain = ({ values, format }: TimestampColumn): string[] =>
  [...values].map((time) => formatTimestamp(time, format));

const rows = <T>(count: number, cell: (row: number) => T): T[] => Array.from({ length: count }, (_, row) => cell(row));
const two = (value: number): string => String(value).padStart(2, '0');

test('dates of which no row tells whether day or month comes first are asked about, with both patterns', async () => {
  const undecided = rows(12, (row) => `${two(row + 1)}/01/2022 08:30`);
  await expect(times('when', undecided)).rejects.toMatchObject({
    message: expect.stringContaining('set data.timeFormat to "dd/MM/yyyy HH:mm" or "MM/dd/yyyy HH:mm"') as string,
    place: { line: 2 },
  });
  const asked = await times('when', undecided, { timeFormat: 'MM/dd/yyyy HH:mm' });
  expect(new Date(asked.values.at(1)).toISOString()).toBe('2022-02-01T08:30:00.000Z');
  expect(writtenAgain(asked)).toEqual(undecided);
  // With points, it is the day.
  const pointed = await times(
    'when',
    rows(12, (row) => `${two(row + 1)}.01.2022`),
  );
  expect(new Date(pointed.values.at(1)).toISOString().slice(0, 10)).toBe('2022-01-02');
});

test('dates in two orders are named with the lines of both', async () => {
  const cells = rows(30, (row) => (row === 20 ? '25/01/2022' : `01/${two(row + 1)}/2022`));
  await expect(times('when', cells)).rejects.toThrow(
    "'25/01/2022' has the day first in line 22, '01/13/2022' the month in line 14; write all dates of column when in one order",
  );
});

test('thousands of different dates are read in the order that the last of them tell', async () => {
  // Every minute of three days, of which only the last can be of one month alone.
  const minutes = rows(3000, (row) => {
    const time = new Date(Date.UTC(2022, 2, 11) + row * 60_000);
    return `${two(time.getUTCMonth() + 1)}/${two(time.getUTCDate())}/2022 ${time.toISOString().slice(11, 16)}`;
  });
  expect(minutes.at(-1)).toBe('03/13/2022 01:59');
  const column = await times('when', minutes);
  expect(column.values.at(0)).toBe(Date.UTC(2022, 2, 11));
  expect(column.told).toEqual(['Dates in column when are read as month/day/year.']);
  expect(writtenAgain(column)).toEqual(minutes);
});

test('times in two ways are read, and told with the lines of both', async () => {
  const cells = rows(30, (row) => (row < 20 ? `2022-01-${two(row + 1)}` : `2022-01-${two(row + 1)} 00:00`));
  const { told, values } = await times('when', cells);
  expect(told).toEqual([
    "Times in column when are written in two ways: as '2022-01-01' in line 2 and as '2022-01-21 00:00' in line 22.",
  ]);
  expect(values.at(29)).toBe(Date.UTC(2022, 0, 30));
  // A fraction that is left out where it is 0 is one way.
  expect((await times('when', ['2022-01-01T00:00:00', '2022-01-01T00:00:00.500'])).told).toEqual([]);
});

test.each<[string, (row: number) => string | number, number]>([
  ['unix', (row: number) => 315_532_800 + row * 3600, Date.UTC(1980, 0, 1)],
  ['time', (row: number) => 1_700_000_000_000_000 + row * 250, Date.UTC(2023, 10, 14, 22, 13, 20)],
  ['t', (row: number) => `${1_700_000_000_000 + row * 60}000000`, Date.UTC(2023, 10, 14, 22, 13, 20)],
  ['t', (row: number) => (1_700_000_000 + row / 2).toFixed(1), Date.UTC(2023, 10, 14, 22, 13, 20)],
  ['Datum', (row: number) => 45_000.25 + row / 4, Date.UTC(2023, 2, 15, 6)],
  ['month', (row: number) => 202_301 + row, Date.UTC(2023, 0, 1)],
  ['Jahr', (row: number) => 2012 - row, Date.UTC(2012, 0, 1)],
])('numbers of column %s are times, and written back as they were', async (name, at, first) => {
  const cells = rows(12, at);
  const column = await times(name, cells).catch(async () => (await read(name, cells)).columns[0] as TimestampColumn);
  expect(column.type).toBe('timestamp');
  expect(column.values.at(0)).toBe(first);
  expect(writtenAgain(column)).toEqual(cells.map(String));
});

test('seconds of the last century are times where some rows have none', async () => {
  const cells = Array.from({ length: 40 }, (_, row) => (row % 3 === 1 ? 'NA' : String(882_403_200 + row * 3600)));
  const { columns } = await readTable(temporaryFile(`time,v\n${cells.map((cell) => `${cell},1.5\n`).join('')}`));
  expect(columns[0]).toMatchObject({ type: 'timestamp', missing: 13, min: Date.UTC(1997, 11, 18) });
  const counts = cells.map((cell, row) => (cell === 'NA' ? cell : String(200_000_000 + row * row * 977)));
  const others = await readTable(temporaryFile(`time,v\n${counts.map((cell) => `${cell},1.5\n`).join('')}`));
  expect(others.columns[0]?.type).toBe('number');
});

test('numbers that count something else are no times', async () => {
  for (const [name, at] of [
    ['time', (row: number) => row * 10],
    ['unix', (row: number) => 315_532_800 + row * row],
    ['price', (row: number) => 45_000 + row],
    ['date', (row: number) => 40_000 + ((row * 7919) % 100)],
    ['month', (row: number) => (row % 12) + 1],
    ['year', (row: number) => 2000 + (row % 3)],
  ] as const) {
    expect(await typeOf(name, rows(40, at)), name).toBe('number');
  }
});

test('a column that looks like a time and is read as text is pointed out, and words are not', async () => {
  const unread = async (name: string, cells: readonly string[]) =>
    describeUnreadTime((await read(name, cells)).columns[0]!).length;
  expect(
    await unread(
      'x1',
      rows(30, (row) => `12:${two(row)}`),
    ),
  ).toBe(1);
  expect(
    await unread(
      'when',
      rows(30, (row) => `Mon ${row + 1} Jan 2022 at noon`),
    ),
  ).toBe(1);
  expect(
    await unread(
      'date',
      rows(30, (row) => `D+${row}`),
    ),
  ).toBe(1);
  expect(
    await unread(
      'name',
      rows(30, (row) => `word${row}`),
    ),
  ).toBe(0);
  expect(
    await unread(
      'day',
      rows(30, (row) => ['Monday', 'Tuesday'][row % 2]!),
    ),
  ).toBe(0);
});
