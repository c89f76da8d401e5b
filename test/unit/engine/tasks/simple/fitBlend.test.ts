import { expect, test } from 'vitest';
import { createRandom } from '../../../../../engine/compute/random.ts';
import { Numbers } from '../../../../../engine/files/columns/numbers.ts';
import { fitBlend } from '../../../../../engine/tasks/simple/fitBlend.ts';
import { SimpleForecasts } from '../../../../../engine/tasks/simple/simpleForecasts.ts';

const rows = 60;
const random = createRandom(5);
const values = Float64Array.from({ length: rows }, () => 10 * random.next());
const simple = new SimpleForecasts({
  values: [Numbers.of(values)],
  starts: [0],
  season: 0,
  window: 4,
  smoothing: [null],
});
const origins = Int32Array.from({ length: 40 }, (_, index) => 15 + index);
const trained = Int32Array.of(5, 6, 7, 8, 9);
const fit = (network: (row: number) => number, some = origins) =>
  fitBlend({
    simple,
    origins: some,
    trained,
    horizon: 2,
    targets: 1,
    valueAt: (index, step) => network((some[index] ?? 0) + step),
  });

test('a network that is right is 0.9 of the forecast on forty windows, one that makes no sense or knows less none of it', () => {
  // As good as 26.7 windows that ask for 1, and three that ask for a half: 0.95, which as a number is just below.
  expect(fit((row) => values[row] ?? NaN)).toEqual([{ network: 0.9, baseline: 'movingAverage' }]);
  // Of noise the mean is the best that can be said.
  expect(fit((row) => 1000 * (row % 3))).toEqual([{ network: 0, baseline: 'movingAverage' }]);
  expect(fit(() => NaN)).toEqual([{ network: 0, baseline: 'movingAverage' }]);
});

test('a network that goes as far too high as the mean is too low is half of it', () => {
  const mean = (row: number): number => simple.from('movingAverage', 0, row)(0);
  const two = fitBlend({
    simple,
    origins,
    trained,
    horizon: 1,
    targets: 1,
    valueAt: (index) => {
      const row = origins[index] ?? 0;
      return 2 * (values[row] ?? NaN) - mean(row);
    },
  });
  expect(two).toEqual([{ network: 0.5, baseline: 'movingAverage' }]);
});

test('of a window or two a network that is right is little more than half, one that makes no sense nothing; of none there is no blend', () => {
  const right = (row: number): number => values[row] ?? NaN;
  expect(fit(right, origins.subarray(0, 1))).toEqual([{ network: 0.6, baseline: 'movingAverage' }]);
  expect(fit(right, origins.subarray(0, 2))).toEqual([{ network: 0.7, baseline: 'movingAverage' }]);
  expect(fit(() => 1000, origins.subarray(0, 1))).toEqual([{ network: 0, baseline: 'movingAverage' }]);
  expect(fit(right, origins.subarray(0, 0))).toBeUndefined();
});

test('of several series the one of small numbers counts as much as the large ones', () => {
  const small = values.map((value) => value / 1e6);
  const both = new SimpleForecasts({
    values: [Numbers.of(Float64Array.of(...values, ...small))],
    starts: [0, rows],
    season: 0,
    window: 4,
    smoothing: [null],
  });
  // Good for the first, and as far off as the first's values for the second, thirty windows of which outweigh ten.
  const some = Int32Array.of(...origins.subarray(0, 10), ...origins.subarray(0, 30).map((origin) => origin + rows));
  const blend = fitBlend({
    simple: both,
    origins: some,
    trained: new Int32Array(0),
    horizon: 1,
    targets: 1,
    valueAt: (index) => {
      const row = some[index] ?? 0;
      return row < rows ? (values[row] ?? NaN) : 1;
    },
  });
  expect(blend?.[0]?.network).toBe(0);
});
