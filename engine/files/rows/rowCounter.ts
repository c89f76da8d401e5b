import type { Column } from '../columns/column.ts';

/** Whether a column only counts the rows: whole numbers in steps of one. It says nothing that their order does not. */
export const isRowCounter = (column: Column): boolean => {
  if (column.type !== 'number' || column.decimals > 0 || column.missing > 0 || column.values.length < 3) return false;
  const { values } = column;
  for (let row = 1; row < values.length; row++) if (values.at(row) !== values.at(row - 1) + 1) return false;
  return true;
};
