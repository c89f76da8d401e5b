import type { Column } from '../../../files/columns/column.ts';
import type { Table } from '../../../files/readTable.ts';
import type { TrainingPart } from '../transform/tellTargets.ts';
import { learnedRows } from './learnedRows.ts';

/** How far a column is filled beyond the last target. */
export interface FilledAhead {
  readonly column: string;
  readonly rows: number;
}

/** A row or two without a target yet may lack it by chance, as where a sensor is late. */
const fewestAhead = 2;

/**
 * As `findFilledAhead`; nothing where all that is filled is the same in all rows of each of several series, as the type of a
 * store: that is no news of the rows ahead.
 */
export const findNewsAhead = (
  parts: readonly TrainingPart[],
  targets: readonly string[],
  inputs: readonly string[],
): FilledAhead[] => {
  const filled = findFilledAhead(
    parts.map(({ table }) => table),
    targets,
    inputs,
  );
  const isNews = filled.some(({ column }) => parts.some((part) => changes(part, column)));
  return parts.length > 1 && !isNews ? [] : filled;
};

/** Whether the training rows of a series say different things of a column. */
const changes = ({ table, trainRows }: TrainingPart, name: string): boolean => {
  const column = table.columns.find((other) => other.name === name);
  if (column?.type !== 'number' && column?.type !== 'category') return true;
  let first: number | undefined;
  for (let row = 0; row < trainRows; row++) {
    if (!isFilled(column, row)) continue;
    const said = column.type === 'number' ? column.values.at(row) : column.ids.at(row);
    first ??= said;
    if (said !== first) return true;
  }
  return false;
};

/**
 * Of the inputs that are no targets, how many rows in a row after the last target they are filled in: in half of the
 * series that have such rows, so many or more.
 */
const findFilledAhead = (
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
