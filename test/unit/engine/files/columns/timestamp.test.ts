import { expect, test } from 'vitest';
import { Numbers } from '../../../../../engine/files/columns/numbers.ts';
import { continueTimes, findTimeStep } from '../../../../../engine/encoding/timeStep.ts';
import {
  formatTimestamp,
  parseCompactDate,
  parseTimestamp,
  timeFormatOf,
} from '../../../../../engine/files/columns/timestamp.ts';

test.each([
  ['1949-01', '1949-01-01T00:00:00.000Z'],
  ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ['2024/3/7', '2024-03-07T00:00:00.000Z'],
  ['2024-03-07T08:30', '2024-03-07T08:30:00.000Z'],
  ['2024-03-07 08:30:15.250', '2024-03-07T08:30:15.250Z'],
  ['2024-03-07T08:30:00Z', '2024-03-07T08:30:00.000Z'],
  ['01.02.2024', '2024-02-01T00:00:00.000Z'],
  ['7.3.2024 08:30', '2024-03-07T08:30:00.000Z'],
  ['31.12.2024 23:59:58', '2024-12-31T23:59:58.000Z'],
  ['2024-03-07T08:30:00+02:00', '2024-03-07T06:30:00.000Z'],
  ['2024-03-07 08:30:00-0530', '2024-03-07T14:00:00.000Z'],
])('%s is the instant %s', (text, iso) => {
  expect(new Date(parseTimestamp(text)).toISOString()).toBe(iso);
});

test('dates that no calendar has are no timestamps', () => {
  for (const text of [
    '2023-02-29',
    '2023-13-01',
    '2023-04-31',
    '2023-01-01T25:00',
    '12.5',
    '2023',
    'sun',
    '2023-01/05',
    '29.02.2023',
    '01.13.2024',
    '01/02/2024',
    '1.2.24',
  ]) {
    expect(parseTimestamp(text), text).toBeNaN();
  }
  expect(parseCompactDate(20230230)).toBeNaN();
  expect(parseCompactDate(20240229)).toBe(Date.UTC(2024, 1, 29));
});

test.each([
  '1949-01',
  '2024-02-29',
  '2024/3/7',
  '2024-03-07T08:30',
  '2024-03-07 08:30:15',
  '2024-03-07T08:30:00+02:00',
  '2024-03-07T08:30:00.250Z',
  '01.02.2024',
  '7.3.2024',
  '31.12.2024 23:59',
  '31.12.2024 23:59:58',
])('%s is written back as it was read', (text) => {
  expect(formatTimestamp(parseTimestamp(text), timeFormatOf(text))).toBe(text);
});

const next = (texts: readonly string[], count: number): string[] => {
  const times = Numbers.of(Float64Array.from(texts, parseTimestamp));
  const step = findTimeStep(times)!;
  const format = timeFormatOf(texts[0]!);
  return continueTimes(times.at(texts.length - 1), step, count).map((time) => formatTimestamp(time, format));
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
