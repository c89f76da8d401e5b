import { expect, test } from 'vitest';
import { findTimes } from '../../../../engine/files/findColumn.ts';
import { pageLength } from '../../../../engine/files/numbers.ts';
import { readTable } from '../../../../engine/files/readTable.ts';
import { temporaryFile } from './temporaryFile.ts';

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
