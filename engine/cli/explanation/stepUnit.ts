const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Steps of so many milliseconds, at least and at most, and what people call them. */
const units = [
  { from: minute, to: minute, one: 'minute', many: 'minutes' },
  { from: hour, to: hour, one: 'hour', many: 'hours' },
  { from: day, to: day, one: 'day', many: 'days' },
  { from: 7 * day, to: 7 * day, one: 'week', many: 'weeks' },
  { from: 28 * day, to: 31 * day, one: 'month', many: 'months' },
  { from: 89 * day, to: 92 * day, one: 'quarter', many: 'quarters' },
  { from: 365 * day, to: 366 * day, one: 'year', many: 'years' },
] as const;

/** What steps of a series are: rows where their length has no name. */
export const stepUnit = (length: number | undefined): { readonly one: string; readonly many: string } =>
  units.find(({ from, to }) => length !== undefined && length >= from && length <= to) ?? { one: 'row', many: 'rows' };
