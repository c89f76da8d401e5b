import { splitPoints } from '../../../encoding/splitPoints.ts';
import type { Table } from '../../../files/readTable.ts';
import { inTimeOrder } from '../../../files/series/inTimeOrder.ts';
import { viewRows } from '../../../files/viewRows.ts';
import type { HeldPart } from '../../backtest/rollingOrigins.ts';
import { learnedRows } from '../columns/learnedRows.ts';
import type { ForecastData } from '../forecastFields.ts';
import { type SeriesTable, seriesTables } from '../series/seriesTables.ts';

/** A series of a table, and its rows in the order of time as rows of that. */
export type SeriesRows = Pick<SeriesTable, 'table' | 'name' | 'rows'>;

/** Each series of a table; where there is but one, it has no name. */
export const seriesOf = (table: Table, data: ForecastData): readonly SeriesRows[] => {
  const several = seriesTables(table, data);
  if (several) return several.map((part) => upToLastTarget(part, data));
  const ordered = inTimeOrder(table, data.time, data.timeZone).table;
  const order = Int32Array.from({ length: table.rows }, (_, row) => row);
  return [upToLastTarget({ table: ordered, name: '', rows: ordered.isReversed ? order.reverse() : order }, data)];
};

/** Nothing can be scored on rows that are there to be forecast. */
const upToLastTarget = (part: SeriesRows, { targets }: ForecastData): SeriesRows => {
  const { table, rows } = part;
  const end = learnedRows(table, targets);
  if (end === table.rows) return part;
  const kept = Int32Array.from({ length: end }, (_, row) => row);
  return { ...part, table: viewRows(table, kept), rows: rows.subarray(0, end) };
};

/** A table without the newest rows of each of its series; those that were no longer than that are gone. */
export const rowsBefore = (table: Table, data: ForecastData, newest: number): Table =>
  seenRows(table, data, (rows) => rows - newest);

/** A table without what of each of its series is held back from a part on. */
export const rowsUntil = (table: Table, data: ForecastData, part: HeldPart): Table =>
  seenRows(table, data, (rows) => splitPoints(rows, data.split)[part === 'test' ? 'testStart' : 'validStart']);

/** The oldest rows of each series: as many as `countOf` says of all that it has. */
const seenRows = (table: Table, data: ForecastData, countOf: (rows: number) => number): Table => {
  const kept = seriesOf(table, data).flatMap(({ rows }) => [...rows.subarray(0, Math.max(0, countOf(rows.length)))]);
  // As they stand in the file, so that a table of one series is read as it was.
  return viewRows(table, Int32Array.from(kept).sort());
};
