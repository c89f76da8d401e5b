import type { Table } from '../../../files/readTable.ts';
import type { ForecastData } from '../forecastFields.ts';
import { withFileColumn } from './fileColumn.ts';
import { joinTimes } from './joinTimes.ts';

/**
 * A table as a forecast reads it: with the names of its files, where those are series, and with times that stand in
 * several columns in one. Throws as `withFileColumn` does.
 */
export const readForecast = (table: Table, wanted: Pick<Partial<ForecastData>, 'series' | 'time' | 'inputs'>): Table =>
  joinTimes(withFileColumn(table, wanted), wanted);
