import type { CalendarPeriod } from '../codec.ts';
import { type TimeStep, dayLength, weekLength, yearLength } from './timeStep.ts';

const lengths: Readonly<Record<CalendarPeriod, number>> = { day: dayLength, week: weekLength, year: yearLength };
const periods = ['day', 'week', 'year'] as const;
/** A period that the training split has not seen come back teaches nothing. */
const leastRepeats = 1.5;

/** The periods that timestamps with this step move through, and that come back within `span` milliseconds. */
export const calendarPeriods = (step: TimeStep, span: number): CalendarPeriod[] =>
  periods.filter((period) => step.length * 2 <= lengths[period] && span >= leastRepeats * lengths[period]);

/** Angle of a time within its period. Weeks begin as the epoch did, on a Thursday: only the phase depends on it. */
export const calendarAngle = (time: number, period: CalendarPeriod): number => {
  const length = lengths[period];
  // Exact for whole milliseconds, and faster than the remainder of a division; only the quotient may be rounded up.
  const phase = time - Math.floor(time / length) * length;
  return (2 * Math.PI * (phase < 0 ? phase + length : phase)) / length;
};
