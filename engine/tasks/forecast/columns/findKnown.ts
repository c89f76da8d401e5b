import type { Column } from '../../../files/columns/column.ts';
import type { Table } from '../../../files/readTable.ts';
import { learnedRows } from './learnedRows.ts';

/** How far a column is filled beyond the last target. */
export interface FilledAhead {
  readonly column: string;
  readonly rows: number;
}

/** A row or two without a target yet may lack it by chance, as where a sensor is late. */
const fewestAhead = 2;

/**
 * Of the inputs that are no targets, how many rows in a row after the last target they are filled in: in half of the
 * series that have such rows, so many or more.
 */
export const findFilledAhead = (
  tables: readonly Table[],
  targets: readonly string[],
  inputs: readonly string[],
): FilledAhead[] => {
  const open = tables.filter((table) => table.rows - learnedRows(table, targets) >= fewestAhead);
  if (open.length === 0) return [];
  return inputs
    .filter((name) => !targets.includes(name))
    .flatMap((name) => {
      const filled = open.map((table) => filledFrom(table, name, learnedRows(table, targets))).sort((a, b) => b - a);
      const rows = filled[(filled.length - 1) >> 1] ?? 0;
      return rows >= fewestAhead ? [{ column: name, rows }] : [];
    });
};

const filledFrom = (table: Table, name: string, first: number): number => {
  const column = table.columns.find((other) => other.name === name);
  let row = first;
  while (column && row < table.rows && isFilled(column, row)) row++;
  return row - first;
};

/** Whether a row has a value of a column. */
export const isFilled = (column: Column, row: number): boolean =>
  column.type === 'number'
    ? !Number.isNaN(column.values.at(row))
    : column.type === 'category'
      ? column.ids.at(row) > 0
      : true;
