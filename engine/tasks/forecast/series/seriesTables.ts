import type { Numbers } from '../../../files/columns/numbers.ts';
import { firstWrongTime } from '../../../files/columns/findColumn.ts';
import type { Table } from '../../../files/readTable.ts';
import { placeOf } from '../../../files/parts/tableParts.ts';
import { inTimeOrder } from '../../../files/series/inTimeOrder.ts';
import { viewRows } from '../../../files/viewRows.ts';
import { seriesSplit } from '../columns/learnedRows.ts';
import type { ForecastData } from '../forecastFields.ts';
import { rowsOfSeries } from './findSeries.ts';
import { nameSeries, seriesColumns } from './seriesColumns.ts';

/** One of the series that stand in a table. */
export interface SeriesTable {
  readonly name: string;
  /** What each of the columns says of it that tell series apart. */
  readonly ids: readonly string[];
  /** Its rows, by their time where there is one. */
  readonly table: Table;
  /** The same as rows of the whole table. */
  readonly rows: Int32Array;
  /** What a person should know of their order, a sentence each. */
  readonly told: readonly string[];
}

/** What is read of the config. */
export type SeriesData = Pick<ForecastData, 'series' | 'time' | 'timeZone'>;

/** Those of a table read last: inspecting, preparing and encoding ask for the same ones. */
const known = new WeakMap<Table, { readonly key: string; readonly tables: readonly SeriesTable[] }>();

/** The series of a table, each a table of its own; undefined where there is but one. Throws as `rowsOfSeries` does. */
export const seriesTables = (table: Table, data: SeriesData): readonly SeriesTable[] | undefined => {
  const { series, time, timeZone } = data;
  const columns = seriesColumns(series);
  if (columns.length === 0) return undefined;
  const key = JSON.stringify([series, time, timeZone]);
  const before = known.get(table);
  if (before?.key === key) return before.tables;
  const tables = rowsOfSeries(table, columns).map(({ ids, rows }) => seriesTable(table, ids, rows, data));
  known.set(table, { key, tables });
  return tables;
};

/** The clock is read in the order of the file, where alone it tells which of two equal hours is the first. */
const seriesTable = (
  whole: Table,
  ids: readonly string[],
  inFile: Int32Array,
  { time, timeZone }: SeriesData,
): SeriesTable => {
  const name = nameSeries(ids);
  const view = viewRows(whole, inFile);
  // Its lines are those of its own file.
  const file = inFile.length > 0 ? placeOf(whole, inFile[0] ?? 0).file : whole.file;
  const { table, told } = inTimeOrder({ ...view, file }, time, timeZone);
  const rows = table.isReversed ? inFile.toReversed() : inFile;
  const column = table.columns.find((other) => other.name === time);
  if (column?.type !== 'timestamp' || isAscending(column.values)) return { name, ids, table, rows, told };
  const { values } = column;
  // Equal times stay as they are in the file.
  const order = Int32Array.from(rows.keys()).sort((a, b) => values.at(a) - values.at(b) || a - b);
  return { name, ids, table: viewRows(table, order), rows: order.map((row) => rows[row] ?? 0), told };
};

/** Whether no time is missing or before the one above. */
export const isAscending = (values: Numbers): boolean => {
  let before = -Infinity;
  for (const page of values.pagesOf(values.length)) {
    if (firstWrongTime(page, before) < page.length) return false;
    before = page.at(-1) ?? before;
  }
  return true;
};

/**
 * The training rows of all series one after the other, `apart` rows without a value between them: what is fitted to them
 * never compares the end of one series with the beginning of the next.
 */
export const trainingRows = (
  tables: readonly SeriesTable[],
  whole: Table,
  { split, targets }: Pick<ForecastData, 'split' | 'targets'>,
  apart: number,
): Table => {
  const order: number[] = [];
  for (const { rows, table } of tables) {
    if (order.length > 0) for (let row = 0; row < apart; row++) order.push(-1);
    for (const row of rows.subarray(0, seriesSplit(table, targets, split).validStart)) order.push(row);
  }
  return viewRows(whole, Int32Array.from(order));
};
