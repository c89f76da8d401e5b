import { expect, test } from 'vitest';
import { describeStep } from '../../../../../engine/encoding/times/describeStep.ts';
import { continueTimes, findTimeStep } from '../../../../../engine/encoding/times/timeStep.ts';
import { Numbers } from '../../../../../engine/files/columns/numbers.ts';
import { TimeParser } from '../../../../../engine/files/times/timeParser.ts';
import { formatTimestamp } from '../../../../../engine/files/times/writeTime.ts';

const stepOf = (times: readonly number[]) => findTimeStep(Numbers.of(Float64Array.from(times)))!;
const next = (texts: readonly string[], count: number): string[] => {
  const parser = new TimeParser();
  const times = texts.map((text) => parser.parse(text));
  return continueTimes(times.at(-1)!, stepOf(times), count).map((time) => formatTimestamp(time, parser.format()));
};

test('months go on by the calendar, not by days', () => {
  expect(next(['2023-11', '2023-12', '2024-01'], 3)).toEqual(['2024-02', '2024-03', '2024-04']);
  expect(next(['2023-10-31', '2023-11-30', '2023-12-31'], 3)).toEqual(['2024-01-31', '2024-02-29', '2024-03-31']);
  expect(next(['2023-01', '2023-04', '2023-07'], 2)).toEqual(['2023-10', '2024-01']);
});

test('days, hours and weeks go on by their length, whatever gaps there were', () => {
  expect(next(['2024-02-25', '2024-02-26', '2024-02-28', '2024-02-29'], 2)).toEqual(['2024-03-01', '2024-03-02']);
  expect(next(['2024-02-29T22:00', '2024-02-29T23:00'], 2)).toEqual(['2024-03-01T00:00', '2024-03-01T01:00']);
  expect(next(['2024-01-06', '2024-01-13', '2024-01-20'], 1)).toEqual(['2024-01-27']);
});

test('a daily series that never had a weekend skips the next one', () => {
  const days = Array.from({ length: 19 }, (_, day) => new Date(Date.UTC(2024, 0, 1 + day)))
    .filter((date) => date.getUTCDay() % 6 !== 0)
    .map((date) => date.toISOString().slice(0, 10));
  expect(days.at(-1)).toBe('2024-01-19');
  expect(next(days, 2)).toEqual(['2024-01-22', '2024-01-23']);
});

const day = 86_400_000;
const hour = day / 24;
const monday = Date.UTC(2022, 0, 3);
const daysOf = (count: number, isIn: (date: Date) => boolean): number[] =>
  Array.from({ length: count }, (_, index) => monday + index * day).filter((time) => isIn(new Date(time)));
const weekdays = (...wanted: number[]): number[] => daysOf(120, (date) => wanted.includes(date.getUTCDay()));
const monthly = (dayIn: (year: number, month: number, days: number) => number, every = 1): number[] =>
  Array.from({ length: 60 }, (_, index) => {
    const month = index * every;
    const days = new Date(Date.UTC(2010, month + 1, 0)).getUTCDate();
    return Date.UTC(2010, month, dayIn(2010 + Math.floor(month / 12), month % 12, days));
  });
const bars = (times: readonly number[], isDay: (weekday: number) => boolean): number[] =>
  daysOf(60, (date) => isDay(date.getUTCDay())).flatMap((date) => times.map((time) => date + time * hour));
const isWorkday = (weekday: number): boolean => weekday % 6 !== 0;

test.each<[string, number[], string[]]>([
  ['every business day', weekdays(1, 2, 3, 4, 5), ['2022-05-03', '2022-05-04']],
  ['every day, Sunday to Thursday', weekdays(0, 1, 2, 3, 4), ['2022-05-03', '2022-05-04']],
  ['every day, Monday to Saturday', weekdays(1, 2, 3, 4, 5, 6).slice(0, 96), ['2022-04-25']],
  ['every month, on day 28', monthly(() => 28), ['2015-01-28', '2015-02-28']],
  ['every month, on day 30', monthly((_, __, days) => Math.min(30, days)), ['2015-01-30', '2015-02-28', '2015-03-30']],
  ['every month, on its last day', monthly((_, __, days) => days), ['2015-01-31', '2015-02-28']],
  ['every month', monthly(() => 1), ['2015-01-01', '2015-02-01']],
  ['every quarter, on its last day', monthly((_, __, days) => days, 3), ['2025-01-31', '2025-04-30']],
  [
    'every month, on its last business day',
    monthly((year, month, days) =>
      [days, days - 1, days - 2].find((date) => isWorkday(new Date(Date.UTC(year, month, date)).getUTCDay()))!,
    ),
    ['2015-01-30', '2015-02-27', '2015-03-31'],
  ],
  [
    'every month, on its third Friday',
    monthly((year, month) => 15 + ((5 - new Date(Date.UTC(year, month, 15)).getUTCDay() + 7) % 7)),
    ['2015-01-16', '2015-02-20'],
  ],
  ['every year', monthly(() => 1, 12), ['2070-01-01']],
  ['every two weeks', Array.from({ length: 30 }, (_, index) => monday + index * 14 * day), ['2023-02-27']],
])('rows %s are told and go on so', (words, times, expected) => {
  const step = stepOf(times);
  expect(describeStep(step)).toBe(words);
  const dates = continueTimes(times.at(-1)!, step, expected.length).map((time) => new Date(time).toISOString());
  expect(dates.map((date) => date.slice(0, 10))).toEqual(expected);
});

test('rows of some hours of some days go on in those', () => {
  const from = (times: readonly number[], count: number): string[] =>
    continueTimes(times.at(-1)!, stepOf(times), count).map((time) => new Date(time).toISOString().slice(5, 16));
  // The last of these days is a Friday.
  const hourly = bars([9, 10, 11, 12, 13, 14, 15], isWorkday).filter((time) => time < Date.UTC(2022, 1, 19));
  expect(describeStep(stepOf(hourly))).toBe('seven hours a day (09:00 to 15:00), Monday to Friday');
  expect(from(hourly, 8).slice(0, 2)).toEqual(['02-21T09:00', '02-21T10:00']);
  expect(from(hourly, 8)[7]).toBe('02-22T09:00');
  const thrice = bars([8, 14, 20], () => true);
  expect(describeStep(stepOf(thrice))).toBe('three times a day (08:00, 14:00, 20:00)');
  expect(from(thrice, 2)).toEqual(['03-04T08:00', '03-04T14:00']);
  const quarters = bars(
    Array.from({ length: 26 }, (_, index) => 9.5 + index / 4),
    isWorkday,
  );
  expect(describeStep(stepOf(quarters))).toBe('every 15 minutes from 09:30 to 15:45, Monday to Friday');
  const allDay = bars(
    Array.from({ length: 24 }, (_, index) => index),
    isWorkday,
  ).filter((time) => time < Date.UTC(2022, 1, 19));
  expect(describeStep(stepOf(allDay))).toBe('every hour, Monday to Friday');
  expect(from(allDay, 1)).toEqual(['02-21T00:00']);
});

test('steps of parts of a millisecond add up to no error', () => {
  const from = Date.UTC(2024, 4, 1);
  const times = Array.from({ length: 500 }, (_, index) => from + index * 0.2);
  const step = findTimeStep(Numbers.of(Float64Array.from(times)), times.length, 0.001)!;
  expect(describeStep(step)).toBe('every 200 microseconds');
  const format = { pattern: 'HH:mm:ss.SSSSSS', zone: '' };
  expect(formatTimestamp(continueTimes(times.at(-1)!, step, 5000)[4999]!, format)).toBe('00:00:01.099800');
});
