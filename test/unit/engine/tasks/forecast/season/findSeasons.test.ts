import { expect, test } from 'vitest';
import { type Random, createRandom } from '../../../../../../engine/compute/random.ts';
import { calendarSeasons } from '../../../../../../engine/tasks/forecast/season/calendarSeasons.ts';
import { findSeasons } from '../../../../../../engine/tasks/forecast/season/findSeasons.ts';
import { findTimeStep } from '../../../../../../engine/encoding/times/timeStep.ts';
import { Numbers } from '../../../../../../engine/files/columns/numbers.ts';

const turn = 2 * Math.PI;
/** By place in the season, from 0 to 1; `random` are values of their own for each place. */
const shapes: readonly ((place: number, random: number) => number)[] = [
  (place) => Math.sin(turn * place),
  (place) => Math.sin(turn * place) + 0.5 * Math.sin(2 * turn * place + 1),
  (place) => 2 * place - 1,
  (place) => (place < 0.1 ? 1 : 0),
  (_, random) => random,
];
const trends: readonly ((at: number) => number)[] = [() => 0, (at) => 3 * at, (at) => -5 * at, (at) => 6 * at * at];
/** Rows every hour, minute, ten seconds or day, or without a time. */
const steps = [undefined, 3_600_000, 60_000, 10_000, 86_400_000];

const candidatesOf = (step: number | undefined, rows: number): number[] => {
  if (step === undefined) return [];
  const times = Float64Array.from({ length: Math.min(rows, 2000) }, (_, row) => Date.UTC(2020, 0, 1) + row * step);
  return calendarSeasons(findTimeStep(Numbers.of(times))!);
};

/** A season of unit variance over noise of unit variance, on a trend. */
const made = (
  seed: number,
): { readonly period: number; readonly values: Float64Array; readonly candidates: number[] } => {
  const random = createRandom(seed * 7919 + 5);
  const period = Math.round(2 * 200 ** random.next());
  const rows = Math.max(60, Math.round(period * (10 + 6 * random.next())));
  const own = Array.from({ length: period }, () => random.normal());
  const shape = shapes[seed % shapes.length]!;
  const season = own.map((value, place) => shape(place / period, value));
  const mean = season.reduce((sum, value) => sum + value, 0) / period;
  const deviation = Math.sqrt(season.reduce((sum, value) => sum + (value - mean) ** 2, 0) / period) || 1;
  const trend = trends[seed % trends.length]!;
  const values = Float64Array.from(
    { length: rows },
    (_, row) => ((season[row % period] ?? 0) - mean) / deviation + random.normal() + trend(row / rows),
  );
  return { period, values, candidates: candidatesOf(steps[seed % 7], rows) };
};

const noise = (random: Random, rows: number): Float64Array =>
  Float64Array.from({ length: rows }, () => random.normal());

test('of 200 series with seasons of 2 to 400 rows, a trend and as much noise, the season is found in at least 95 %', () => {
  const wrong = Array.from({ length: 200 }, (_, seed) => {
    const { period, values, candidates } = made(seed);
    const { season } = findSeasons(values, candidates);
    // A constant shape is no season: of two places a sine has none.
    return season === period ? [] : [`${seed}: ${period} of ${values.length} rows, found ${season}`];
  }).flat();
  expect(wrong.length, wrong.join('\n')).toBeLessThanOrEqual(10);
});

test('in pure noise of 60 to 3000 rows no season is found in at least 95 % of 200 series', () => {
  const found = Array.from({ length: 200 }, (_, seed) => {
    const random = createRandom(seed * 104_729 + 3);
    const rows = Math.round(60 * 50 ** random.next());
    return findSeasons(noise(random, rows), candidatesOf(steps[seed % 5], rows)).season;
  }).filter((season) => season > 0);
  expect(found.length, found.join(', ')).toBeLessThanOrEqual(10);
});

test('a series that wanders has no season because it hangs together', () => {
  const found = Array.from({ length: 40 }, (_, seed) => {
    const random = createRandom(seed + 900);
    let at = 0;
    return findSeasons(
      noise(random, 600).map((value) => (at += value)),
      [7, 365],
    ).season;
  }).filter((season) => season > 0);
  expect(found.length).toBeLessThanOrEqual(2);
});

test('a day within a week is told beside the week, with hours of a calendar and without', () => {
  const random = createRandom(5);
  const week = Array.from({ length: 168 }, () => 0.7 * random.normal());
  const values = Float64Array.from(
    { length: 1500 },
    (_, row) => 1.4 * Math.sin((turn * row) / 24) + (week[row % 168] ?? 0) + 0.5 * random.normal(),
  );
  for (const candidates of [[], [24, 168]]) {
    expect(findSeasons(values, candidates)).toEqual({ season: 168, others: [24] });
  }
});

test('the season of the calendar is taken of two that are as good, and none of a constant or a few rows', () => {
  const values = Float64Array.from({ length: 100 }, (_, row) => Math.sin((turn * row) / 24));
  expect(findSeasons(values, [24, 168])).toEqual({ season: 24, others: [] });
  expect(findSeasons(new Float64Array(100).fill(3), [7]).season).toBe(0);
  expect(
    findSeasons(
      Float64Array.from({ length: 160 }, (_, row) => 900 + row),
      [7],
    ).season,
  ).toBe(0);
  expect(findSeasons(Float64Array.of(1, 2, 1, 2), [2]).season).toBe(0);
  expect(findSeasons(new Float64Array(100).fill(NaN), [7]).season).toBe(0);
});

test('empty rows move no season', () => {
  const values = Float64Array.from({ length: 300 }, (_, row) =>
    row % 11 === 3 ? NaN : Math.sin((turn * row) / 17) + row / 50,
  );
  expect(findSeasons(values, []).season).toBe(17);
});
