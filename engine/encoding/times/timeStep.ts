import type { Numbers } from '../../files/columns/numbers.ts';
import { daysInMonth } from '../../files/times/plainTimes.ts';

const hour = 3_600_000;
export const dayLength = 24 * hour;
export const weekLength = 7 * dayLength;
/** The mean Gregorian year. */
export const yearLength = 365.2425 * dayLength;

/** Which day of a month the rows of a series by months stand on. */
export type MonthDay =
  /** This one, or the last of a shorter month; 31 is the last day of every month. */
  | { readonly kind: 'day'; readonly day: number }
  /** The first or the last day from Monday to Friday. */
  | { readonly kind: 'firstBusinessDay' | 'lastBusinessDay' }
  /** The `nth` of a weekday, 0 for Sunday; 5 for the last. */
  | { readonly kind: 'weekday'; readonly weekday: number; readonly nth: number };

/** How the rows of a series follow each other. */
export interface TimeStep {
  /** Milliseconds between neighbours; for months their mean length. */
  readonly length: number;
  /** Whole months, or 0 when the step is not a number of months. */
  readonly months: number;
  readonly monthDay: MonthDay;
  /** Days of the week that have rows, 0 for Sunday; all of them unless days are left out. */
  readonly weekdays: readonly number[];
  /** Milliseconds since midnight of the rows of a day, where a day has breaks; empty otherwise. */
  readonly dayTimes: readonly number[];
}

const allWeek = [0, 1, 2, 3, 4, 5, 6];
const usualDay: MonthDay = { kind: 'day', day: 1 };
/** Rows that the step is told from. */
const mostSampled = 10_000;
/** Share of the rows that must be where a pattern has them. */
const patternShare = 0.95;
/** A weekday or a time of day that has fewer rows than this share of the commonest is an exception. */
const leastShare = 0.1;

/**
 * The usual step of the first `count` of ascending timestamps: the median, so that gaps do not count, and the days and
 * hours that are left out. Undefined for fewer than two.
 * @param finest milliseconds that times are whole multiples of
 */
export const findTimeStep = (times: Numbers, count = times.length, finest = 0): TimeStep | undefined => {
  const sample = Math.min(count - 1, mostSampled);
  if (sample < 1) return undefined;
  const rows = times.read(0, sample + 1);
  const distances = Float64Array.from({ length: sample }, (_, row) => (rows[row + 1] ?? NaN) - (rows[row] ?? NaN));
  // Times that come twice say nothing of the step.
  const ahead = distances.filter((distance) => distance > 0);
  const length = snap(median(ahead.length > 0 ? ahead : distances), finest);
  const plain = { length, months: 0, monthDay: usualDay, weekdays: allWeek, dayTimes: [] };
  if (length >= 27 * dayLength) return findMonths(rows, length) ?? plain;
  if (length > dayLength) return plain;
  const dayTimes = length < dayLength ? findDayTimes(rows, length) : [];
  const weekdays = dayTimes.length > 0 || isDaily(length) || length < dayLength ? findWeekdays(rows, length) : allWeek;
  return { ...plain, weekdays, dayTimes };
};

/** The timestamps after `last`, `count` of them. */
export const continueTimes = (last: number, step: TimeStep, count: number): number[] => {
  const times: number[] = [];
  let time = last;
  for (let index = 1; index <= count; index++) {
    if (step.months > 0) time = addMonths(last, index * step.months, step.monthDay);
    else if (step.dayTimes.length > 0) time = nextDayTime(time, step);
    // Not added up: a step of fractions of a millisecond is no binary number.
    else if (step.weekdays.length === allWeek.length) time = last + index * step.length;
    else {
      do time += step.length;
      while (!step.weekdays.includes(weekdayOf(time)));
    }
    times.push(time);
  }
  return times;
};

const snap = (length: number, finest: number): number =>
  finest > 0 && length > finest ? Math.round(length / finest) * finest : length;

const isDaily = (length: number): boolean => Math.abs(length - dayLength) < dayLength / 50;

const findMonths = (rows: Float64Array, length: number): TimeStep | undefined => {
  const months = Float64Array.from({ length: rows.length - 1 }, (_, row) =>
    monthsBetween(rows[row] ?? NaN, rows[row + 1] ?? NaN),
  );
  const usual = median(months);
  if (!(usual > 0)) return undefined;
  const clock = timeOfDay(rows[0] ?? NaN);
  const monthDay = possibleDays(rows).find((day) => {
    const fitting = rows.filter((time) => addMonths(time, 0, day) === time && timeOfDay(time) === clock).length;
    return fitting >= patternShare * rows.length;
  });
  return monthDay && { length, months: usual, monthDay, weekdays: allWeek, dayTimes: [] };
};

/** Those that the first rows stand on, the simplest first. */
const possibleDays = (rows: Float64Array): MonthDay[] => {
  const some = rows.subarray(0, 24);
  const first = new Date(rows[0] ?? NaN);
  const days = Array.from(some, (time) => new Date(time).getUTCDate());
  const areLast = some.every((time) => addMonths(time, 0, { kind: 'day', day: 31 }) === time);
  const nth = Math.ceil(first.getUTCDate() / 7);
  return [
    // Months of 30 days alone end on their last day as well as on their 30th.
    ...(areLast && Math.max(...days) >= 30 ? [{ kind: 'day', day: 31 } as const] : []),
    { kind: 'day', day: Math.max(...days) },
    { kind: 'lastBusinessDay' },
    { kind: 'firstBusinessDay' },
    { kind: 'weekday', weekday: first.getUTCDay(), nth },
    { kind: 'weekday', weekday: first.getUTCDay(), nth: 5 },
  ];
};

const monthsBetween = (from: number, to: number): number => {
  const a = new Date(from);
  const b = new Date(to);
  return (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth();
};

const addMonths = (time: number, months: number, monthDay: MonthDay): number => {
  const date = new Date(time);
  const index = date.getUTCFullYear() * 12 + date.getUTCMonth() + months;
  const year = Math.floor(index / 12);
  const month = index - 12 * year;
  return Date.UTC(year, month, dayIn(year, month, monthDay)) + timeOfDay(time);
};

const dayIn = (year: number, month: number, monthDay: MonthDay): number => {
  const days = daysInMonth(year, month + 1);
  const weekday = (day: number): number => weekdayOf(Date.UTC(year, month, day));
  const isWorkday = (day: number): boolean => weekday(day) % 6 !== 0;
  switch (monthDay.kind) {
    case 'day':
      return Math.min(monthDay.day, days);
    case 'lastBusinessDay':
      return [days, days - 1, days - 2].find(isWorkday) ?? days;
    case 'firstBusinessDay':
      return [1, 2, 3].find(isWorkday) ?? 1;
    case 'weekday': {
      const first = 1 + ((monthDay.weekday - weekday(1) + 7) % 7);
      const day = first + 7 * (monthDay.nth - 1);
      return day <= days ? day : day - 7;
    }
  }
};

/** Days of the week that have rows; all of them where it cannot be told. */
const findWeekdays = (rows: Float64Array, length: number): readonly number[] => {
  const span = (rows.at(-1) ?? NaN) - (rows[0] ?? NaN);
  if (rows.length < 10 || span < 1.5 * weekLength) return allWeek;
  const counts = new Float64Array(7);
  for (const time of rows) counts[weekdayOf(time)] = (counts[weekdayOf(time)] ?? 0) + 1;
  const most = Math.max(...counts);
  // A step that is no part of a week moves through it, and leaves out what it is too long for.
  if (length > dayLength * 1.02) return allWeek;
  const found = allWeek.filter((weekday) => (counts[weekday] ?? 0) > leastShare * most);
  return found.length > 0 ? found : allWeek;
};

const mostDayTimes = 3000;

/** Times of day that have rows, where there are breaks between them; empty where there are none, or no pattern. */
const findDayTimes = (rows: Float64Array, length: number): readonly number[] => {
  const counts = new Map<number, number>();
  const days = new Set<number>();
  for (const time of rows) {
    const clock = timeOfDay(time);
    counts.set(clock, (counts.get(clock) ?? 0) + 1);
    days.add(Math.floor(time / dayLength));
    if (counts.size > mostDayTimes) return [];
  }
  if (days.size < 4) return [];
  const most = Math.max(...counts.values());
  const found = [...counts].filter(([, count]) => count > leastShare * most).map(([clock]) => clock);
  found.sort((a, b) => a - b);
  const slots = Math.round(dayLength / length);
  // Times that wander through the day are no pattern, nor are those that fill it.
  if (most < days.size / 2 || found.length * days.size > rows.length * 1.5) return [];
  const isFull =
    found.length >= slots &&
    found.every((clock, place) => place === 0 || isNear(clock - (found[place - 1] ?? 0), length));
  return isFull || found.length < 2 ? [] : found;
};

const isNear = (distance: number, length: number): boolean => Math.abs(distance - length) < length / 50;

const nextDayTime = (time: number, { dayTimes, weekdays }: TimeStep): number => {
  const clock = timeOfDay(time);
  let day = time - clock;
  const later = dayTimes.find((other) => other > clock + 1e-3);
  if (later !== undefined && weekdays.includes(weekdayOf(day))) return day + later;
  do day += dayLength;
  while (!weekdays.includes(weekdayOf(day)));
  return day + (dayTimes[0] ?? 0);
};

const timeOfDay = (time: number): number => time - Math.floor(time / dayLength) * dayLength;

/** 0 for Sunday. The epoch was a Thursday. */
const weekdayOf = (time: number): number => (((Math.floor(time / dayLength) + 4) % 7) + 7) % 7;

const median = (values: Float64Array): number => {
  const sorted = values.slice().sort();
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN;
};
