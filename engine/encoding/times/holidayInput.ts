import type { InputCodec } from '../codec.ts';
import { holidaysOf, type HolidayCalendar } from './holidays.ts';
import { dayLength } from './timeStep.ts';

/** Values that holidays make of a step. */
export const holidayWidth = 3;

/** Days in which what a holiday does to those around it halves. */
const halving = 2;

/**
 * Writes what holidays are to the step at a time to three places: how many lie in it, and how near the next one after it
 * and the last one before it are, from 1 for a day next to it down to 0.
 * @param time milliseconds since 1970 that the clock shows
 */
export const putHolidays = (
  values: Float32Array,
  place: number,
  time: number,
  { country, days }: Extract<InputCodec, { kind: 'holidays' }>,
): void => {
  const calendar = known(country);
  const day = Math.floor(time / dayLength);
  values[place] = calendar.countFrom(day, days);
  values[place + 1] = nearness(calendar.daysToNext(day + days - 1));
  values[place + 2] = nearness(calendar.daysSinceLast(day));
};

const nearness = (days: number): number => 2 ** ((1 - days) / halving);

const known = (country: string): HolidayCalendar => {
  const calendar = holidaysOf(country);
  if (!calendar) throw new Error(`There are no holidays of ${country}.`);
  return calendar;
};
