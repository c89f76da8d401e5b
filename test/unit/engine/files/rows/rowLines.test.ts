import { expect, test } from 'vitest';
import { RowLines } from '../../../../../engine/files/rows/rowLines.ts';

/** Rows in batches; a batch that is a number and a count is of rows line by line. */
const linesOf = (
  batches: readonly (readonly number[] | { readonly from: number; readonly count: number })[],
): number[] => {
  const lines = new RowLines();
  for (const batch of batches) {
    const isRegular = 'from' in batch;
    const numbers = isRegular ? Array.from({ length: batch.count }, (_, index) => batch.from + index) : batch;
    lines.add({ rows: numbers.map(() => []), isRegular, lineOf: (index) => numbers[index]! }, 0);
  }
  return Array.from({ length: lines.rows }, (_, row) => lines.lineOf(row));
};

test('rows keep their lines, one after another, with gaps, and many on one line', () => {
  expect(linesOf([{ from: 2, count: 4 }])).toEqual([2, 3, 4, 5]);
  expect(linesOf([[2, 3, 7, 8]])).toEqual([2, 3, 7, 8]);
  expect(linesOf([[5, 5, 5, 6, 6, 7, 8, 8]])).toEqual([5, 5, 5, 6, 6, 7, 8, 8]);
  expect(linesOf([[5], [5, 5], [9, 9, 9, 10]])).toEqual([5, 5, 5, 9, 9, 9, 10]);
});

test('rows line by line after many on one line keep theirs', () => {
  expect(linesOf([[4, 4], { from: 4, count: 3 }])).toEqual([4, 4, 4, 5, 6]);
  expect(linesOf([[4, 4], { from: 5, count: 3 }, [7, 7, 7]])).toEqual([4, 4, 5, 6, 7, 7, 7, 7]);
});
