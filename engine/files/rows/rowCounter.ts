import type { Column, NumberColumn } from '../columns/column.ts';

/** Whether a column only counts the rows: whole numbers in steps of one. It says nothing that their order does not. */
export const isRowCounter = (column: Column): boolean => {
  if (column.type !== 'number' || column.decimals > 0 || column.missing > 0 || column.values.length < 3) return false;
  const { values } = column;
  for (let row = 1; row < values.length; row++) if (values.at(row) !== values.at(row - 1) + 1) return false;
  return true;
};

/** Rows from which on a column does not rise all the way by chance. */
const leastRows = 20;

/**
 * Whether the first `rows` of a column of numbers go one way or stand still, as a year does or a sum of all so far: what it
 * will be in rows to come it has not been in any before.
 */
export const goesOneWay = ({ values }: NumberColumn, rows: number): boolean => {
  let last = NaN;
  let direction = 0;
  for (const page of values.pagesOf(rows)) {
    for (const value of page) {
      if (Number.isNaN(value)) continue;
      const step = Math.sign(value - last);
      if (step * direction < 0) return false;
      direction = step || direction;
      last = value;
    }
  }
  return rows >= leastRows || direction === 0;
};
