import { InputError } from '../../errors.ts';
import { shorten } from '../../words/shorten.ts';
import type { Column } from '../columns/column.ts';
import { findColumn } from '../columns/findColumn.ts';
import { placeOf } from '../parts/tableParts.ts';
import type { Table } from '../readTable.ts';

/** Rows of a table that are the steps of sequences, in the order of the file. */
export interface RowGroups {
  /** Sequences. */
  readonly count: number;
  /** The first row of each sequence, and after the last the end of the table. (count + 1) */
  readonly starts: Float64Array;
  /** The column that tells them apart. */
  readonly column: Column;
  /** What stands there of a sequence. */
  readonly nameOf: (group: number) => string;
}

/**
 * The stretches of rows that have the same in column `name`. Throws an `InputError` with the line for a row that has
 * nothing there, and for what returns after another: which rows belong together would be a guess. No sequence goes on in
 * another file.
 */
export const groupRows = (table: Table, name: string): RowGroups => {
  const column = findColumn(table, name);
  const keyAt = keysOfCells(column);
  const seen = new Set<string | number>();
  const starts: number[] = [];
  let last: string | number | undefined;
  const begins = new Set(table.parts?.map(({ firstRow }) => firstRow));
  for (let row = 0; row < table.rows; row++) {
    // What another file calls the same is another sequence.
    if (begins.has(row)) {
      seen.clear();
      last = undefined;
    }
    const key = keyAt(row);
    if (key === last) continue;
    const place = placeOf(table, row);
    if (key === undefined) throw new InputError(`the row has no ${name}, which says its sequence; give it one`, place);
    if (seen.has(key)) {
      const what = `'${shorten(textOfCell(column, row))}' in column ${name} returns after another`;
      throw new InputError(`${what}; put the rows of a sequence together, as by sorting the file by ${name}`, place);
    }
    seen.add(key);
    starts.push(row);
    last = key;
  }
  starts.push(table.rows);
  return {
    count: starts.length - 1,
    starts: Float64Array.from(starts),
    column,
    nameOf: (group) => textOfCell(column, starts[group] ?? table.rows),
  };
};

/** Of a row what is the same in all rows of its sequence; undefined where the cell is missing. */
export const keysOfCells = (column: Column): ((row: number) => string | number | undefined) => {
  switch (column.type) {
    case 'number':
    case 'timestamp':
      return (row) => {
        const value = column.values.at(row);
        return Number.isNaN(value) ? undefined : value;
      };
    case 'category':
      return (row) => column.ids.at(row) || undefined;
    case 'text':
      return (row) => column.texts.at(row) || undefined;
  }
};

/** What stands in a cell. */
export const textOfCell = (column: Column, row: number): string => {
  if (column.type === 'category' || column.type === 'text') return column.texts.at(row);
  if (column.texts) return column.texts.at(row);
  const value = column.values.at(row);
  return column.type === 'number' ? String(value) : new Date(value).toISOString();
};
