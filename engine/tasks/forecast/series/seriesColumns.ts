import type { ForecastData } from '../forecastFields.ts';

/** The columns that tell series apart; none where there is one series. */
export const seriesColumns = (series: ForecastData['series']): readonly string[] =>
  series === undefined || series === null ? [] : typeof series === 'string' ? [series] : series;

/** As a config has them. */
export const seriesOfColumns = (columns: readonly string[]): NonNullable<ForecastData['series']> =>
  columns.length === 1 ? (columns[0] ?? '') : [...columns];

const between = ' / ';

/** What a series is called that several columns tell apart: no two are called alike. */
export const nameSeries = (ids: readonly string[]): string =>
  ids.length > 1 && ids.some((id) => id.includes(between)) ? JSON.stringify(ids) : ids.join(between);
