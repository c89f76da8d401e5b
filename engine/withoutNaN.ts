import type { Measured } from './records/records.ts';

/** A figure as messages and files have it. */
export const finiteOrNull = (value: number): Measured => (Number.isFinite(value) ? value : null);

/**
 * A message of plain data as it arrives: what is NaN or infinite in it is null. JSON would make it so in silence, and
 * who is given the message in the same process would see another one than who reads it. What has no such number is
 * handed on as it is, uncopied.
 */
export const withoutNaN = <T>(message: T): T => convert(message) as T;

const convert = (value: unknown): unknown => {
  if (typeof value === 'number') return finiteOrNull(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map(convert);
    return items.some((item, index) => item !== value[index]) ? items : (value as unknown);
  }
  const entries = Object.entries(value).map(([key, field]) => [key, convert(field)] as const);
  const fields = value as Readonly<Record<string, unknown>>;
  return entries.some(([key, field]) => field !== fields[key]) ? Object.fromEntries(entries) : value;
};
