import type { Table } from '../../files/readTable.ts';
import { isRowCounter } from '../../files/rows/rowCounter.ts';
import type { ColumnSummary } from '../../protocol.ts';

const timeName = /^(time|timestamp|date|datetime|t|step|frame|tick|seconds|ms)$/i;

/** Columns that have a part already. */
type Taken = readonly (string | null | undefined)[];

/** The column that seems to say when a step was. */
export const guessTime = (columns: readonly ColumnSummary[], taken: Taken): string | null => {
  const free = columns.filter(({ name, role }) => role === undefined && !taken.includes(name));
  const named = free.find(({ name, type }) => (type === 'number' || type === 'timestamp') && timeName.test(name));
  return (named ?? free.find(({ type }) => type === 'timestamp'))?.name ?? null;
};

/** The values of a step where the format says which they are; else all numbers that have no other part. */
export const guessInputs = (columns: readonly ColumnSummary[], table: Table, taken: Taken): string[] => {
  const values = columns.filter(({ role }) => role === 'value');
  if (values.length > 0) return values.map(({ name }) => name);
  return table.columns
    .filter((column) => column.type === 'number' && !taken.includes(column.name) && !isRowCounter(column))
    .map(({ name }) => name);
};
