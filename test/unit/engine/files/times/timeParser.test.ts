import { expect, test } from 'vitest';
import { isTimePattern } from '../../../../../engine/files/times/countedTimes.ts';
import { TimeParser, looksLikeTime, parseTimestamp } from '../../../../../engine/files/times/timeParser.ts';
import { formatTimestamp } from '../../../../../engine/files/times/writeTime.ts';

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
    '1500 m2',
  ]) {
    expect(parseTimestamp(text), text).toBeNaN();
  }
});

/** How a column of one cell writes it again. */
const again = (text: string): string => {
  const parser = new TimeParser();
  return formatTimestamp(parser.parse(text), parser.format());
};

test.each([
  ...['1949-01', '2024-02-29', '2024/3/7', '2024-03-07T08:30', '2024-03-07 08:30:15', '01.02.2024', '7.3.2024'],
  ...['2024-03-07T08:30:00+02:00', '2024-03-07 08:30:00-0530', '2024-03-07T08:30:00.250Z', '31.12.2024 23:59'],
  ...['31.12.2024 23:59:58', '2022-01-03 00:00:00+00', '2022-01-03 00:00:00 UTC', '2022-01-03 00:00 GMT'],
  ...['2024-05-01T00:00:00.000200', '2024-05-01 23:59:59.9', '2024-05-01 00:00:00.123456000'],
  ...['03 Jan 2022', '3. Januar 2022', '17-MAY-24', '3 de enero de 2022', '3 févr. 2022', 'January 3, 2022'],
  ...['Jan 2022', 'jan-22', '2022 Mar', '5 października 2022', '2022-W01', '2022W05-3', '1990Q1', '1990-Q4'],
  ...['Q3 1990', '2Q2024', '2010M01', '05/2024', '2024-138', '20240517T083000Z', '2024年5月17日'],
  ...['13/01/2022 12:00 AM', '1/13/2022 1:05 pm', '01/13/2022 11:59:59 p.m.', '31.12.99'],
])('%s is written back as it was read', (text) => {
  expect(again(text)).toBe(text);
});

test.each([
  ['2020-W53', '2020-12-28'],
  ['2021-W01', '2021-01-04'],
  ['1990Q4', '1990-10-01'],
  ['12 Dez 2021', '2021-12-12'],
  ['Feb 29, 2024', '2024-02-29'],
  ['2024-366', '2024-12-31'],
  ['31-Jan-69', '1969-01-31'],
  ['31-Jan-68', '2068-01-31'],
])('%s begins on %s', (text, date) => {
  expect(new Date(new TimeParser().parse(text)).toISOString().slice(0, 10)).toBe(date);
});

test('weeks, days and hours that there are not are no times', () => {
  for (const text of ['2021-W53', '2022-W00', '2023-366', '12:30', '2022Q5', '01/13/2022 13:00 PM', '3 Foo 2022']) {
    expect(looksLikeTime(text), text).toBe(false);
  }
});

const two = (value: number): string => String(value).padStart(2, '0');
const written = (order: string, at: number): string => {
  const [year = '', month = '', day = ''] = new Date(at).toISOString().slice(0, 10).split('-');
  const parts: Readonly<Record<string, string>> = {
    y: year,
    w: year.slice(2),
    m: month,
    d: day,
    j: String(Number(day)),
  };
  return order.replace(/[ywmdj]/g, (letter) => parts[letter] ?? '');
};
const day = 86_400_000;
const days = (count: number, order: string, from = Date.UTC(2022, 0, 3)): string[] =>
  Array.from({ length: count }, (_, index) => written(order, from + index * day));
const ordersOf = (texts: readonly string[]) => {
  const parser = new TimeParser();
  for (const text of texts) parser.parse(text);
  return parser.orders.possible();
};

test('the order of day and month is the one in which all dates of a column are dates, and come evenly', () => {
  expect(ordersOf(days(40, 'd/m/y'))).toEqual(['dayFirst']);
  expect(ordersOf(days(40, 'm/d/y'))).toEqual(['monthFirst']);
  expect(ordersOf(days(40, 'w/m/d'))).toEqual(['yearFirst']);
  expect(ordersOf(days(40, 'm-d-w').reverse())).toEqual(['monthFirst']);
  // Hours of the first nine days of a month, none of which is above 12.
  const hours = days(9, 'm/d/y').flatMap((date) => Array.from({ length: 24 }, (_, hour) => `${date} ${two(hour)}:00`));
  expect(ordersOf(hours)).toEqual(['monthFirst']);
  // First days of months, for more than a year.
  const months = Array.from({ length: 20 }, (_, month) => written('d/m/y', Date.UTC(2022, month, 1)));
  expect(ordersOf(months)).toEqual(['dayFirst']);
});

test('dates that tell no order may be in either, and dates that contradict each other are in none', () => {
  const undecided = Array.from({ length: 12 }, (_, index) => `${two(index + 1)}/01/2022`);
  expect(ordersOf(undecided)).toEqual(['dayFirst', 'monthFirst']);
  // Three days of February, or the second day of three months.
  expect(ordersOf(['01/02/2022', '02/02/2022', '03/02/2022'])).toEqual(['dayFirst', 'monthFirst']);
  expect(ordersOf(['13/01/2022', '01/13/2022'])).toEqual([]);
});

test('a pattern says how times are read that could be others', () => {
  const parser = new TimeParser(undefined, 'dd/MM/yy HH.mm');
  expect(new Date(parser.parse('02/01/22 08.30')).toISOString()).toBe('2022-01-02T08:30:00.000Z');
  expect(formatTimestamp(Date.UTC(2022, 4, 6, 7, 8), parser.format())).toBe('06/05/22 07.08');
});

test('a pattern with any marks is one, and one without a year, or with letters that mean nothing here, is none', () => {
  for (const pattern of [
    'dd-MM-yyyy',
    "yyyy.MM.dd' at 'h:mm a",
    'MMM d, yyyy',
    "YYYY-'W'ww",
    'epochSeconds',
    'yyyyMM',
  ]) {
    expect(isTimePattern(pattern), pattern).toBe(true);
  }
  for (const pattern of ['dd.MM', 'yyyy-MM-dd yyyy', 'yyyy-GG', '', 'seconds']) {
    expect(isTimePattern(pattern), pattern).toBe(false);
  }
});

test('times without a fraction between others that have one are written without', () => {
  const parser = new TimeParser();
  const texts = [
    '2024-05-01T00:00:00',
    '2024-05-01T00:00:00.500000',
    '2024-05-01T00:00:01',
    '2024-05-01T00:00:01.500000',
  ];
  const times = texts.map((text) => parser.parse(text));
  expect(times.map((time) => formatTimestamp(time, parser.format()))).toEqual(texts);
  expect(parser.forms).toHaveLength(1);
});
