import type { Numbers } from '../files/columns/numbers.ts';

const hour = 3_600_000;
export const dayLength = 24 * hour;
export const weekLength = 7 * dayLength;
/** The mean Gregorian year. */
export const yearLength = 365.2425 * dayLength;

/** The distance between neighbouring rows of a series. */
export interface TimeStep {
  /** Milliseconds; for months their mean length. */
  readonly length: number;
  /** Whole months, or 0 when the step is not a number of months. */
  readonly months: number;
  /** Whether a daily series has no Saturdays and Sundays. */
  readonly skipsWeekends: boolean;
}

/** The usual step of the first `count` of ascending timestamps: the median, so that gaps do not count. Undefined for fewer than two. */
export const findTimeStep = (times: Numbers, count = times.length): TimeStep | undefined => {
  const sample = Math.min(count - 1, 10_000);
  if (sample < 1) return undefined;
  const distances = new Float64Array(sample);
  const months: number[] = [];
  let isMonthly = true;
  let hasWeekend = false;
  for (let row = 0; row < sample; row++) {
    const from = times.at(row);
    const to = times.at(row + 1);
    distances[row] = to - from;
    const monthsBetween = countMonths(from, to);
    if (monthsBetween === 0) isMonthly = false;
    else if (isMonthly) months.push(monthsBetween);
    hasWeekend ||= isWeekend(from) || isWeekend(to);
  }
  const length = median(distances);
  if (isMonthly) return { length, months: median(Float64Array.from(months)), skipsWeekends: false };
  return { length, months: 0, skipsWeekends: length === dayLength && !hasWeekend && sample >= 10 };
};

/** The timestamps after `last`, `count` of them. */
export const continueTimes = (last: number, step: TimeStep, count: number): number[] => {
  const times: number[] = [];
  let time = last;
  for (let index = 1; index <= count; index++) {
    if (step.months > 0) time = addMonths(last, index * step.months);
    else time += step.length;
    while (step.skipsWeekends && isWeekend(time)) time += dayLength;
    times.push(time);
  }
  return times;
};

/** Whole months from one timestamp to a later one; 0 when it is not the same day of the month (or both its last). */
const countMonths = (from: number, to: number): number => {
  const a = new Date(from);
  const b = new Date(to);
  const months = (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth();
  return months > 0 && addMonths(from, months) === to ? months : 0;
};

/** The last day of a month stays the last day. */
const addMonths = (time: number, months: number): number => {
  const date = new Date(time);
  const isLast = date.getUTCDate() === daysInMonth(date.getUTCFullYear(), date.getUTCMonth());
  const target = new Date(time);
  target.setUTCDate(1);
  target.setUTCMonth(target.getUTCMonth() + months);
  const days = daysInMonth(target.getUTCFullYear(), target.getUTCMonth());
  target.setUTCDate(isLast && date.getUTCDate() >= 28 ? days : Math.min(date.getUTCDate(), days));
  return target.getTime();
};

const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month + 1, 0)).getUTCDate();

const isWeekend = (time: number): boolean => {
  const day = new Date(time).getUTCDay();
  return day === 0 || day === 6;
};

const median = (values: Float64Array): number => {
  const sorted = values.slice().sort();
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN;
};
