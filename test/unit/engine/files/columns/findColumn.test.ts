import { expect, test } from 'vitest';
import { findNumbers, findTexts, findTimes } from '../../../../../engine/files/columns/findColumn.ts';
import { pageLength } from '../../../../../engine/files/columns/numbers.ts';
import { readTable } from '../../../../../engine/files/readTable.ts';
import { temporaryFile } from '../temporaryFile.ts';

/** A table of seconds, with a cell of another text. */
const tableWith = (changed: number, cell: string) => {
  const lines = Array.from({ length: pageLength + 100 }, (_, row) =>
    row === changed ? cell : `${new Date(row * 1000).toISOString().slice(0, 19)},1`,
  );
  return readTable(temporaryFile(`time,x\n${lines.join('\n')}\n`));
};

test.each([1, pageLength - 1, pageLength, pageLength + 1])(
  'a time before the one above is found in row %i',
  async (row) => {
    const table = await tableWith(row, '1969-12-31T23:00:00,1');
    expect(() => findTimes(table, 'time')).toThrow(
      `:${row + 2}: the time in column time is before that of the row above`,
    );
  },
);

test.each([0, pageLength, pageLength + 99])('a missing time is found in row %i', async (row) => {
  const table = await tableWith(row, ',1');
  expect(() => findTimes(table, 'time')).toThrow(`:${row + 2}: the time in column time is missing`);
});

test('times in order, some of them twice, are what was asked for', async () => {
  const table = await tableWith(pageLength, `${new Date((pageLength - 1) * 1000).toISOString().slice(0, 19)},1`);
  expect(findTimes(table, 'time')).toBe(table.columns[0]);
});

test('texts are had of text, categories, and numbers and times of few different values', async () => {
  const rows = Array.from({ length: 1200 }, (_, row) => [
    `"message, ${row}"`,
    'spam',
    `00${row % 7}`,
    `20${10 + (row % 9)}-01-01`,
  ]);
  const file = temporaryFile(`text,label,code,day\n${rows.map((cells) => cells.join(',')).join('\n')}\n`);
  const table = await readTable(file);
  expect(table.columns.map(({ type }) => type)).toEqual(['text', 'category', 'number', 'timestamp']);
  const row = (index: number): string[] => table.columns.map(({ name }) => findTexts(table, name).at(index));
  expect(row(0)).toEqual(['message, 0', 'spam', '000', '2010-01-01']);
  expect(row(1199)).toEqual(['message, 1199', 'spam', '002', '2012-01-01']);
  expect(findTexts(table, 'text').read(7, 9)).toEqual(['message, 7', 'message, 8']);
});

test('texts of numbers of many different values are refused with the column and its type', async () => {
  const file = temporaryFile(`x\n${Array.from({ length: 1200 }, (_, row) => row / 7).join('\n')}\n`);
  const table = await readTable(file);
  expect(() => findTexts(table, 'x')).toThrow(
    `${file}: column x holds numbers, more than 1000 different ones, and not text; choose another column`,
  );
});

test('a column of texts given as numbers is refused with its first cell that is none, past missing ones and numbers', async () => {
  const rows = Array.from({ length: 3000 }, (_, row) => (row < 3 ? ['NA', '', '7'][row] : `message ${row}`));
  const file = temporaryFile(`x,y\n${rows.map((cell) => `${cell},1`).join('\n')}\n`);
  const table = await readTable(file, { missingValues: ['NA'] });
  expect(() => findNumbers(table, 'x')).toThrow(
    `${file}:5: column x holds text ('message 3'), not numbers; choose another column`,
  );
});
