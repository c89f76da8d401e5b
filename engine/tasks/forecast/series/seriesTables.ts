import type { Split } from '../../../config.ts';
import { splitPoints } from '../../../encoding/splitPoints.ts';
import type { Table } from '../../../files/readTable.ts';
import { viewRows } from '../../../files/viewRows.ts';
import type { ForecastData } from '../forecastFields.ts';
import { rowsOfSeries } from './findSeries.ts';

/** One of the series that stand in a table. */
export interface SeriesTable {
  /** What the column of series says of it. */
  readonly name: string;
  /** Its rows, by their time where there is one. */
  readonly table: Table;
}

/** What is read of the config. */
export type SeriesData = Pick<ForecastData, 'series' | 'time'>;

/** Those of a table read last: inspecting, preparing and encoding ask for the same ones. */
const known = new WeakMap<Table, { readonly key: string; readonly tables: readonly SeriesTable[] }>();

/** The series of a table, each a table of its own; undefined where there is but one. Throws as `rowsOfSeries` does. */
export const seriesTables = (table: Table, { series, time }: SeriesData): readonly SeriesTable[] | undefined => {
  if (series === undefined || series === null) return undefined;
  const key = JSON.stringify([series, time]);
  const before = known.get(table);
  if (before?.key === key) return before.tables;
  const column = table.columns.find(({ name }) => name === time);
  const tables = [...rowsOfSeries(table, series)].map(([name, rows]) => {
    // Equal times stay as they are in the file.
    if (column?.type === 'timestamp') rows.sort((a, b) => column.values.at(a) - column.values.at(b) || a - b);
    return { name, table: viewRows(table, rows) };
  });
  known.set(table, { key, tables });
  return tables;
};

/**
 * The training rows of all series one after the other, `apart` rows without a value between them: what is fitted to them
 * never compares the end of one series with the beginning of the next.
 */
export const trainingRows = (
  tables: readonly SeriesTable[],
  whole: Table,
  data: SeriesData & { readonly split: Split },
  apart: number,
): Table => {
  const rows = rowsOfSeries(whole, data.series ?? '');
  const column = whole.columns.find(({ name }) => name === data.time);
  const order: number[] = [];
  for (const { name } of tables) {
    const all = rows.get(name) ?? new Int32Array(0);
    if (column?.type === 'timestamp') all.sort((a, b) => column.values.at(a) - column.values.at(b) || a - b);
    if (order.length > 0) for (let row = 0; row < apart; row++) order.push(-1);
    for (const row of all.subarray(0, splitPoints(all.length, data.split).validStart)) order.push(row);
  }
  return viewRows(whole, Int32Array.from(order));
};
