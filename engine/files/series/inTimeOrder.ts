import type { TimestampColumn } from '../columns/column.ts';
import type { Numbers } from '../columns/numbers.ts';
import type { Table } from '../readTable.ts';
import { readClock } from './readClock.ts';
import { reversedTable } from './reversedTable.ts';

/** A table whose rows follow each other in time, as far as they can be made to by reading them backwards. */
export interface OrderedTable {
  readonly table: Table;
  /** What a person should know of it, a sentence each. */
  readonly told: readonly string[];
}

/** @param time the column of times; a table without one stays as it is */
export const inTimeOrder = (table: Table, time: string | null, timeZone?: string | null): OrderedTable => {
  const column = table.columns.find(({ name }) => name === time);
  if (column?.type !== 'timestamp') return { table, told: [] };
  const isReversed = !table.isReversed && isNewestFirst(column.values);
  const turned = isReversed ? reversedTable(table) : table;
  const told = isReversed
    ? ['The newest row stands first: the rows are read backwards, and the next ones are written on top.']
    : [];
  const times = turned.columns.find(
    (other): other is TimestampColumn => other.name === time && other.type === 'timestamp',
  );
  if (!times) return { table: turned, told };
  const clock = readClock(times, timeZone ?? undefined);
  const columns = turned.columns.map((other) => (other === times ? clock.column : other));
  return { table: { ...turned, columns }, told: [...told, ...clock.told] };
};

/** Whether times go back from row to row, but for a clock that is put back. */
export const isNewestFirst = (times: Numbers): boolean => {
  let falls = 0;
  let rises = 0;
  let last = NaN;
  for (const page of times.pagesOf(times.length)) {
    for (const time of page) {
      if (time < last) falls++;
      else if (time > last) rises++;
      last = time;
    }
    // A file in order needs no more to tell.
    if (rises > 0 && falls === 0) return false;
  }
  return falls > 0 && rises * 50 <= falls;
};
