import type { TimestampColumn } from '../../../files/columns/column.ts';
import type { Table } from '../../../files/readTable.ts';
import { count } from '../../../words/count.ts';
import type { ForecastData } from '../forecastFields.ts';
import { fileColumn, hasSeriesFiles } from '../columns/fileColumn.ts';
import { findSeries, findUntimedSeries } from './findSeries.ts';
import { seriesColumns, seriesOfColumns } from './seriesColumns.ts';
import { type SeriesTable, seriesTables } from './seriesTables.ts';

/** Several series in one table. */
export interface ChosenSeries {
  /** Those that tell them apart. */
  readonly columns: readonly string[];
  readonly tables: readonly SeriesTable[];
  /** Says how they all go on. */
  readonly longest: SeriesTable;
  /** The column of their times. */
  readonly time: string | undefined;
}

const mostNames = 5;

/** Where a config names the column of series, or the rows show that there are several; undefined for one series. */
export const chooseSeries = (
  table: Table,
  wanted: Pick<Partial<ForecastData>, 'series' | 'time' | 'timeZone'>,
  choices: string[],
): ChosenSeries | undefined => {
  if (wanted.series === null) return undefined;
  if (wanted.time === null && wanted.series === undefined && !hasSeriesFiles(table)) return undefined;
  const times = table.columns.filter((column): column is TimestampColumn => column.type === 'timestamp');
  const time = wanted.time === undefined ? times[0] : times.find(({ name }) => name === wanted.time);
  const areFiles = hasSeriesFiles(table);
  const found = (): readonly string[] =>
    (time ? findSeries(table, time) : areFiles ? undefined : findUntimed(table, choices)) ??
    (areFiles ? [fileColumn] : []);
  const columns = wanted.series === undefined ? found() : seriesColumns(wanted.series);
  if (columns.length === 0) return undefined;
  const timeZone = wanted.timeZone ?? null;
  const tables = seriesTables(table, { series: seriesOfColumns(columns), time: time?.name ?? null, timeZone }) ?? [];
  const [first, ...others] = tables;
  if (!first) return undefined;
  const longest = others.reduce((best, one) => (one.table.rows > best.table.rows ? one : best), first);
  const names = tables.slice(0, mostNames).map((one) => one.name);
  const more = tables.length > mostNames ? ', …' : '';
  choices.push(
    `There are ${count(tables.length, 'series', 'series')}, told apart by ${sayColumns(columns)} (${names.join(', ')}${more}); one network learns them all, each row from its own series.`,
  );
  if (!time)
    choices.push('No column tells the time: the rows of each series follow each other as they stand in the file.');
  return { columns, tables, longest, time: time?.name };
};

/** For a sentence. */
export const sayColumns = (columns: readonly string[]): string =>
  columns.map((name) => `'${name}'`).join(' and ') + (columns.length > 1 ? ' together' : '');

/** Where not all speaks for several, they are one, and it is told what they may be. */
const findUntimed = (table: Table, choices: string[]): readonly string[] | undefined => {
  const found = findUntimedSeries(table);
  if (!found || found.by === 'both') return found && [found.name];
  const { name } = found;
  const reason = found.by === 'rows' ? `The rows of each '${name}' stand together` : `'${name}' may say whose a row is`;
  choices.push(`${reason}; if there are several series, set data.series to "${name}".`);
  return undefined;
};
