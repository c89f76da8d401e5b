import { describe, expect, test } from 'vitest';
import type { CategoryColumn } from '../../../../../engine/files/columns/column.ts';
import { findNumbers } from '../../../../../engine/files/columns/findColumn.ts';
import { type Table, readTable } from '../../../../../engine/files/readTable.ts';
import { listLabels, readLabels } from '../../../../../engine/tasks/labels/rowLabels.ts';
import { temporaryFile } from '../temporaryFile.ts';

const tableOf = (cells: readonly string[], rows = 60): Promise<Table> =>
  readTable(
    temporaryFile(
      `x,c\n${Array.from({ length: rows }, (_, row) => `${row}.5,${cells[row % cells.length]}\n`).join('')}`,
    ),
  );

describe('categories', () => {
  test('that differ in blanks or in how Unicode writes a letter are one, and it is told', async () => {
    const table = await tableOf(['caf\u00e9 ', 'cafe\u0301', 'Caf\u00e9', ' tea']);
    const column = table.columns[1] as CategoryColumn;
    expect(column.categories).toEqual(['caf\u00e9', 'Caf\u00e9', 'tea']);
    expect([0, 1, 2, 3, 4].map((row) => column.ids.at(row))).toEqual([1, 1, 2, 3, 1]);
    expect(column.texts.at(1)).toBe('cafe\u0301');
    expect(column.notes).toEqual([
      'Cells of c that differ only in blanks around them or in how Unicode writes a letter count as one: "caf\u00e9 " and "cafe\u0301".',
    ]);
    const { textAt, cellAt } = readLabels(table, 'c');
    expect([textAt(0), cellAt?.(0), textAt(3), cellAt?.(3)]).toEqual(['caf\u00e9', 'caf\u00e9 ', 'tea', ' tea']);
  });

  test.each([
    ['leading zeros', ['007', '7', '12']],
    ['zeros at the end', ['1.1', '1.10', '2.3']],
    ['exponents', ['1E1', '10', '3E4']],
    ['signs', ['+1', '1', '2']],
  ])('are names where %s tell two of one number apart, and numbers for who asks for them', async (_, cells) => {
    const table = await tableOf(cells);
    expect(table.columns[1]).toMatchObject({ type: 'category', categories: cells });
    expect(listLabels(table, readLabels(table, 'c'))).toEqual([...cells].sort());
    expect([...findNumbers(table, 'c').values.read(0, 3)]).toEqual(cells.map(Number));
  });

  test.each([
    ['one way of writing', ['01', '02', '10']],
    ['a zero with and without a sign', ['-0.00', '0.00', '1.50']],
    ['too many different cells', Array.from({ length: 25 }, (_, at) => (at === 0 ? '01' : String(at)))],
  ])('are none where numbers have %s', async (_, cells) => {
    expect((await tableOf(cells, 300)).columns[1]?.type).toBe('number');
  });
});

test('classes of a column of numbers are called as they stand in the file', async () => {
  const table = await tableOf(['01', '02', '10', '']);
  expect(table.columns[1]?.type).toBe('number');
  const labels = readLabels(table, 'c');
  expect([0, 1, 2, 3].map(labels.textAt)).toEqual(['01', '02', '10', '']);
  expect(listLabels(table, labels)).toEqual(['01', '02', '10']);
});
