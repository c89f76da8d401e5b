import type { ForecastData } from '../forecastFields.ts';

/** What says which inputs are read of the steps ahead too. */
export type KnownData = Pick<ForecastData, 'known' | 'holidays'>;

/** Whether the network is told anything of the steps ahead. */
export const foresees = ({ known = [], holidays = null }: KnownData): boolean => known.length > 0 || holidays !== null;

/** Whether an input is one that is known ahead: a column that is, or the calendar beside one or beside holidays. `column` of the calendar is undefined. */
export const isKnownAhead = (column: string | undefined, data: KnownData): boolean =>
  foresees(data) && (column === undefined || (data.known ?? []).includes(column));
