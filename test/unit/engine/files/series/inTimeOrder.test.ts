import { describe, expect, test } from 'vitest';
import { timelineOf } from '../../../../../engine/encoding/times/timeline.ts';
import { describeHoles } from '../../../../../engine/encoding/times/timeHoles.ts';
import type { TimestampColumn } from '../../../../../engine/files/columns/column.ts';
import { findTimes } from '../../../../../engine/files/columns/findColumn.ts';
import { readTable } from '../../../../../engine/files/readTable.ts';
import { inTimeOrder } from '../../../../../engine/files/series/inTimeOrder.ts';
import { formatTimestamp } from '../../../../../engine/files/times/writeTime.ts';
import { clockOf } from '../../../../../engine/files/times/zoneClock.ts';
import { temporaryFile } from '../temporaryFile.ts';

const hour = 3_600_000;
const read = async (times: readonly string[], timeZone?: string) => {
  const content = `when,x,word\n${times.map((time, row) => `${time},${row}.5,${['a', 'b'][row % 2]}\n`).join('')}`;
  const ordered = inTimeOrder(await readTable(temporaryFile(content)), 'when', timeZone);
  return { ...ordered, time: findTimes(ordered.table, 'when') };
};
const nextOf = (time: TimestampColumn, count: number): string[] =>
  timelineOf(time)!
    .after(time.values.at(time.values.length - 1), count)
    .map((instant) => formatTimestamp(instant, time.format));
/** What the clock of a zone shows every `minutes` from an instant on, with or without its distance from UTC. */
const shown = (zone: string, from: number, count: number, minutes: number, withOffset = false): string[] =>
  Array.from({ length: count }, (_, row) => {
    const instant = from + row * minutes * 60_000;
    const offset = clockOf(zone).offsetAt(instant);
    const text = new Date(instant + offset).toISOString().slice(0, 16);
    const hours = Math.abs(offset / hour);
    return withOffset ? `${text}${offset < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:00` : text.replace('T', ' ');
  });

test('a table whose newest row stands first is read backwards, each row as it stands', async () => {
  const days = ['2024-01-05', '2024-01-04', '2024-01-03', '2024-01-02', '2024-01-01'];
  const { table, told, time } = await read(days);
  expect(told[0]).toContain('The newest row stands first');
  expect(table.isReversed).toBe(true);
  const [, numbers, words] = table.columns;
  if (numbers?.type !== 'number' || words?.type !== 'category') throw new Error('the columns are others');
  expect([...numbers.values]).toEqual([4.5, 3.5, 2.5, 1.5, 0.5]);
  expect([...numbers.values.read(1, 4)]).toEqual([3.5, 2.5, 1.5]);
  expect(words.texts.read(0, 5)).toEqual(['a', 'b', 'a', 'b', 'a']);
  expect([...words.ids.pieces()].flatMap((piece) => [...piece])).toEqual([1, 2, 1, 2, 1]);
  expect([0, 4].map(table.lineOf)).toEqual([6, 2]);
  const texts = await table.readTexts([numbers, words]);
  expect(texts.get(1)?.read(0, 5)).toEqual(['4.5', '3.5', '2.5', '1.5', '0.5']);
  expect(texts.get(2)?.read(0, 5)).toEqual(['a', 'b', 'a', 'b', 'a']);
  expect(nextOf(time, 1)).toEqual(['2024-01-06']);
  expect((await read(days.toReversed())).table.isReversed).toBeUndefined();
});

describe('a clock that is changed', () => {
  // The clocks of Berlin were put back at one o'clock UTC on the 29th of October 2023, and forward on the 31st of March.
  const back = Date.UTC(2023, 9, 28);
  const forward = Date.UTC(2024, 2, 30);

  test.each([15, 30, 60])(
    'is found of rows every %i minutes without a zone, which are as far apart then',
    async (minutes) => {
      const texts = shown('Europe/Berlin', back, (72 * 60) / minutes, minutes);
      const { told, time, table } = await read(texts);
      expect(told).toEqual([
        'The clock of column when is changed as in Europe/Berlin; data.timeZone names another time zone.',
      ]);
      expect(time.values.at(0)).toBe(back);
      expect(describeHoles(time.values, timelineOf(time)!, table.lineOf)).toEqual([]);
      expect([...time.values].map((instant) => formatTimestamp(instant, time.format))).toEqual(texts);
    },
  );

  test.each([
    ['Europe/Berlin', forward, '2024-03-30 01:00'],
    ['America/New_York', Date.UTC(2024, 10, 2), '2024-11-01 20:00'],
    ['Australia/Sydney', Date.UTC(2024, 3, 6), '2024-04-06 11:00'],
  ])('is that of %s', async (zone, from, first) => {
    const texts = shown(zone, from, 48, 60);
    expect(texts[0]).toBe(first);
    const { time } = await read(texts);
    expect(time.values.at(47) - time.values.at(0)).toBe(47 * hour);
    const named = await read(texts, zone);
    expect([...named.time.values]).toEqual(Array.from(texts, (_, row) => from + row * hour));
  });

  test('goes on as its zone has it, with and without the distance from UTC', async () => {
    const before = Date.UTC(2024, 2, 30, 20);
    for (const withOffset of [false, true]) {
      const texts = shown('Europe/Berlin', before, 12, 60, withOffset);
      const { time } = await read(texts.slice(0, 4), 'Europe/Berlin');
      expect(nextOf(time, 8)).toEqual(texts.slice(4));
    }
    // Without a name, from the distances that the file has.
    const seen = shown('America/New_York', Date.UTC(2023, 10, 4), 72, 60, true);
    const { time } = await read(seen);
    expect(time.format.clock).toEqual({ timeZone: 'America/New_York' });
    expect([...time.values].map((instant) => formatTimestamp(instant, time.format))).toEqual(seen);
  });

  test('is none where a row stands twice at noon, or goes back by less', async () => {
    const noon = ['2024-01-01 11:00', '2024-01-01 12:00', '2024-01-01 12:00', '2024-01-01 13:00', '2024-01-01 14:00'];
    expect((await read(noon)).told).toEqual([]);
    const early = ['2024-01-01 01:00', '2024-01-01 02:00', '2024-01-01 02:00', '2024-01-01 03:00', '2024-01-01 04:00'];
    expect((await read(early)).told).toEqual([]);
  });
});

describe('days of a place that are written in UTC', () => {
  /** Where days begin in a zone, as JavaScript writes them. */
  const begins = (zone: string, days: readonly number[]): string[] =>
    days.map((day) => new Date(clockOf(zone).instantsOf(day)[0]!).toISOString());
  const months = (count: number, from = 0): number[] =>
    Array.from({ length: count }, (_, month) => Date.UTC(2019, from + month, 1));
  const days = (count: number, from = 0): number[] =>
    Array.from({ length: count }, (_, at) => Date.UTC(2023, 8, 1 + from + at));

  test.each([
    ['months', 'America/Los_Angeles', months, 30, /^.{10}T0[78]:00/],
    ['days', 'Europe/Berlin', days, 90, /^.{10}T2[23]:00/],
  ])(
    'go on as %s of that place, through summer and winter, and stay in UTC',
    async (_, zone, stretch, count, hours) => {
      const { told, time } = await read(begins(zone, stretch(count)));
      expect(told).toEqual([
        `The times of column when are where a day begins in ${zone}; data.timeZone names another time zone.`,
      ]);
      const next = nextOf(time, 14);
      expect(next).toEqual(begins(zone, stretch(14, count)));
      for (const text of next) expect(text).toMatch(hours);
    },
  );

  test('are those of the zone that is named, where no clock has been changed yet', async () => {
    const zone = 'America/New_York';
    const written = begins(zone, months(3));
    expect((await read(written)).told).toEqual([]);
    expect(nextOf((await read(written, zone)).time, 4)).toEqual(begins(zone, months(4, 3)));
  });

  test('are none where times differ otherwise, or rows come by the hour', async () => {
    const meals = days(30).map((day, at) => new Date(day + (at % 3 === 0 ? 8 : 7) * hour).toISOString());
    expect((await read(meals)).told).toEqual([]);
    const hours = Array.from({ length: 60 }, (_, at) => new Date(Date.UTC(2023, 9, 28) + at * hour).toISOString());
    expect((await read(hours)).told).toEqual([]);
  });
});
