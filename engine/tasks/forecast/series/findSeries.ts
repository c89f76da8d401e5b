import { InputError } from '../../../errors.ts';
import type { Column, NumberColumn, TimestampColumn } from '../../../files/columns/column.ts';
import type { Numbers } from '../../../files/columns/numbers.ts';
import { placeOf } from '../../../files/parts/tableParts.ts';
import type { Table } from '../../../files/readTable.ts';

/** Share of the rows whose time other rows have too, from which on a table is no single series. */
const sharedTimes = 0.2;
/** Share of the rows that may have the time of another of the same series: a clock that is put back shows an hour twice. */
const sharedHours = 0.01;
/** Fewer rows are no series. */
const leastRows = 10;
/** Names of columns of numbers that say whose a row is. */
const idName =
  /(?:^|[_ ])(?:id|store|shop|item|sku|product|station|sensor|site|series|entity|symbol|ticker|country|region|state|city|name|group|key|code|meter|machine|unit|plant|branch|location)$/i;

/**
 * The column that tells several series in a table apart, or the two or three that do so together: rows of different
 * series have the same times, rows of one have not. Undefined for a table of one series.
 */
export const findSeries = (table: Table, time: TimestampColumn): readonly string[] | undefined => {
  if (isStrict(time) || repeats(allRows(table), time.values) < sharedTimes * table.rows) return undefined;
  const keys = table.columns.filter((column) => mayBeKey(column, table.rows));
  const order = rowsByTime(time.values);
  for (const size of [1, 2, 3]) {
    for (const columns of choicesOf(keys, size)) {
      if (separates(table, time, order, columns)) return columns.map(({ name }) => name);
    }
  }
  return undefined;
};

/** Columns that are tried together: of more it would take too long. */
const mostTogether = 8;

/** So many of the columns at a time, in their order. */
const choicesOf = (keys: readonly Column[], size: number): Column[][] => {
  if (size === 0) return [[]];
  const some = size > 1 ? keys.slice(0, mostTogether) : keys;
  return some.flatMap((first, at) => choicesOf(some.slice(at + 1), size - 1).map((others) => [first, ...others]));
};

/** The rows of one series, as they stand in the file. */
export interface SeriesOfRows {
  /** What each of the columns says that tell series apart, trimmed. */
  readonly ids: readonly string[];
  readonly rows: Int32Array;
}

/** Each series by what some columns say, in the order of the first row of each. Throws an `InputError` for a row that does not say whose it is. */
export const rowsOfSeries = (table: Table, names: readonly string[]): readonly SeriesOfRows[] => {
  const columns = names.map((name) => {
    const column = table.columns.find((other) => other.name === name);
    const keyOf = column && keysOf([column]);
    if (column && keyOf) return { name, keyOf };
    const message = `there is no column '${name}' with names of series; name another in data.series, or set it to null`;
    throw new InputError(message, { file: table.file });
  });
  const idsOf = (row: number): string[] => columns.map(({ keyOf }) => keyOf(row));
  const [only] = columns;
  const groups = groupBy(table, columns.length === 1 && only ? only.keyOf : (row) => idsOf(row).join(apart));
  return [...groups.values()].map((rows) => {
    const [first = 0] = rows;
    const ids = idsOf(first);
    const nameless = columns[ids.indexOf('')];
    if (!nameless) return { ids, rows: Int32Array.from(rows) };
    const place = placeOf(table, first);
    throw new InputError(`the row has no ${nameless.name}, which says whose it is; give it one`, place);
  });
};

const groupBy = (table: Table, keyOf: (row: number) => string): Map<string, number[]> => {
  const groups = new Map<string, number[]>();
  for (let row = 0; row < table.rows; row++) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
};

/** How the rows of several series stand in a table without times. */
interface UntimedSeries {
  /** Of the column that seems to tell them apart. */
  readonly name: string;
  /** What speaks for it: its name alone or its rows alone may do so by chance, as those of phases of one series do. */
  readonly by: 'name' | 'rows' | 'both';
}

/**
 * As `findSeries`, of a table without times: rows of the same series stand together, those of all take turns, or another
 * column counts the rows of each anew. Weekdays do so as well, so that only a name that says whose a row is counts there.
 */
export const findUntimedSeries = (table: Table): UntimedSeries | undefined => {
  const keys = table.columns.filter((column) => mayBeKey(column, table.rows));
  const counters = table.columns
    .filter((column) => column.type === 'number')
    .filter((column) => mayCount(column, table.rows));
  const areSeries = (key: Column): boolean =>
    areBlocks(table, key) || takeTurns(table, key) || counters.some((counter) => countsIn(table, key, counter));
  const named = keys.find((column) => idName.test(column.name) && areSeries(column));
  if (named) return { name: named.name, by: 'both' };
  const blocks = keys.find((column) => areBlocks(table, column));
  if (blocks) return { name: blocks.name, by: 'rows' };
  const called = keys.find((column) => idName.test(column.name));
  return called && { name: called.name, by: 'name' };
};

/** Whether a column may be the number of a row within its series: of several, most have the number of another. */
const mayCount = ({ values, decimals, missing }: NumberColumn, rows: number): boolean =>
  decimals === 0 && missing === 0 && repeats(allRows({ rows }), values) >= sharedTimes * rows;

/** Whether a column goes up by the same step from each row of a key to the next one of it. */
const countsIn = (table: Table, key: Column, { values }: NumberColumn): boolean => {
  let step: number | undefined;
  return everyGroup(
    table,
    key,
    (rows) =>
      rows.length >= leastRows &&
      rows.every((row, at) => {
        if (at === 0) return true;
        const more = values.at(row) - values.at(rows[at - 1] ?? 0);
        step ??= more;
        return more > 0 && more === step;
      }),
  );
};

/** Whether the rows of each key stand together, and are enough for a series. */
const areBlocks = (table: Table, column: Column): boolean =>
  everyGroup(table, column, (rows) => rows.length >= leastRows && (rows.at(-1) ?? 0) - (rows[0] ?? 0) < rows.length);

/** Whether each key has one row in every round. */
const takeTurns = (table: Table, column: Column): boolean =>
  everyGroup(
    table,
    column,
    (rows, keys) => rows.length >= leastRows && rows.every((row, at) => row >= at * keys && row < (at + 1) * keys),
  );

const everyGroup = (
  table: Table,
  column: Column,
  holds: (rows: readonly number[], keys: number) => boolean,
): boolean => {
  const keyOf = keysOf([column]);
  if (!keyOf) return false;
  const groups = groupBy(table, keyOf);
  return !groups.has('') && [...groups.values()].every((rows) => holds(rows, groups.size));
};

const mayBeKey = (column: Column, rows: number): boolean => {
  if (column.type === 'category') return isSome(column.categories.length, rows);
  // Of more different words than a category has, those of a column that is named for it are whose the rows are.
  if (column.type === 'text') return idName.test(column.name) && rows > leastRows;
  const isWhole = column.type === 'number' && column.decimals === 0 && column.texts !== undefined;
  return isWhole && idName.test(column.name) && isSome(column.distinct ?? 0, rows);
};

const isSome = (distinct: number, rows: number): boolean => distinct > 1 && distinct * leastRows <= rows;

/** No cell has it. */
const apart = '\u0000';

const keysOf = (columns: readonly Column[]): ((row: number) => string) | undefined => {
  const each = columns.flatMap((column): ((row: number) => string)[] => {
    if (column.type === 'category') return [(row) => column.categories[column.ids.at(row) - 1] ?? ''];
    const { texts } = column;
    return texts ? [(row) => texts.at(row).trim()] : [];
  });
  const [only] = each;
  if (each.length < columns.length || !only) return undefined;
  return each.length === 1 ? only : (row) => each.map((key) => key(row)).join(apart);
};

const separates = (table: Table, time: TimestampColumn, order: Int32Array, columns: readonly Column[]): boolean => {
  const keyOf = keysOf(columns);
  if (!keyOf || share(order, time.values, keyOf, sharedHours * table.rows)) return false;
  const groups = groupBy(table, keyOf);
  if (groups.size * leastRows > table.rows) return false;
  let all = 0;
  for (const rows of groups.values()) {
    const shared = repeats(rows, time.values);
    all += shared;
    // One series of many may have a row twice by mistake.
    if (shared > Math.max(1, sharedTimes * rows.length) || all > sharedHours * table.rows) return false;
  }
  return true;
};

const rowsByTime = (values: Numbers): Int32Array => {
  const times = values.read(0, values.length).map((time) => (Number.isNaN(time) ? Infinity : time));
  const order = Int32Array.from(times.keys());
  // Most files are in order, or nearly.
  return order.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
};

/** Whether more than `most` rows have time and key of another: of a key that tells nothing apart, the first times show it. */
const share = (order: Int32Array, values: Numbers, keyOf: (row: number) => string, most: number): boolean => {
  let keys = new Set<string>();
  let before = NaN;
  let shared = 0;
  for (const row of order) {
    const time = values.at(row);
    if (time !== before) keys = new Set();
    before = time;
    const key = keyOf(row);
    if (keys.has(key) && ++shared > most) return true;
    keys.add(key);
  }
  return false;
};

const allRows = ({ rows }: Pick<Table, 'rows'>): number[] => Array.from({ length: rows }, (_, row) => row);

/** How many of these rows have the time, or the number, of another one. */
const repeats = (rows: readonly number[], values: Numbers): number => {
  const times = Float64Array.from(rows, (row) => values.at(row)).sort();
  let count = 0;
  for (let at = 1; at < times.length; at++) if (times[at] === times[at - 1]) count++;
  return count;
};

/** Columns that were looked through: who proposes a task asks, and who tells of it. */
const strict = new WeakMap<Numbers, boolean>();

const isStrict = ({ values }: TimestampColumn): boolean => {
  const known = strict.get(values) ?? riseThroughout(values);
  strict.set(values, known);
  return known;
};

const riseThroughout = (values: Numbers): boolean => {
  let before = -Infinity;
  for (const page of values.pagesOf(values.length)) {
    if (!rises(page, before)) return false;
    before = page.at(-1) ?? before;
  }
  return true;
};

/** A function of its own: within the loop over the pages, it is compiled to slower code. */
const rises = (times: Float64Array, before: number): boolean => {
  let last = before;
  for (let row = 0; row < times.length; row++) {
    const time = times[row] ?? NaN;
    if (!(time > last)) return false;
    last = time;
  }
  return true;
};
