import { describe, expect, test } from 'vitest';
import { Numbers } from '../../../../../engine/files/columns/numbers.ts';
import {
  type SimpleName,
  type SimpleOptions,
  SimpleForecasts,
} from '../../../../../engine/tasks/simple/simpleForecasts.ts';

const over = (values: readonly number[], options: Partial<SimpleOptions> = {}): SimpleForecasts =>
  new SimpleForecasts({
    values: [Numbers.of(Float64Array.from(values))],
    starts: [0],
    season: 3,
    window: 2,
    smoothing: [null],
    ...options,
  });
const ahead = (simple: SimpleForecasts, name: SimpleName, origin: number, count = 4): number[] => {
  const forecast = simple.from(name, 0, origin);
  return Array.from({ length: count }, (_, step) => forecast(step));
};

describe('simple forecasts, worked out by hand', () => {
  const series = over([1, 2, 6, 3, NaN, 8, 1000]);

  test.each([
    ['lastValue', [8, 8, 8, 8]],
    // The newest season is 3, nothing (which takes the 3 above), 8.
    ['seasonalNaive', [3, 3, 8, 3]],
    // From 1 in row 0 to 8 in row 5.
    ['drift', [9.4, 10.8, 12.2, 13.6]],
    ['movingAverage', [5.5, 5.5, 5.5, 5.5]],
  ] as const)('%s', (name, expected) => {
    for (const [step, value] of ahead(series, name, 6).entries()) expect(value).toBeCloseTo(expected[step] ?? NaN, 12);
  });

  test('the mean is that of the window where there is no season, and there is no seasonal one', () => {
    const plain = over([1, 2, 6, 3], { season: 0 });
    expect(ahead(plain, 'movingAverage', 4, 1)).toEqual([4.5]);
    expect(plain.namesOf(0)).toEqual(['lastValue', 'drift', 'movingAverage']);
  });

  test('within the first season the last value stands for what is not known', () => {
    expect(ahead(series, 'seasonalNaive', 2, 1)).toEqual([2]);
    const smoothing = { kind: 'additive', level: 1, trend: 0, season: 0, damping: 1 } as const;
    expect(ahead(over([4, 5, 6, 7], { smoothing: [smoothing] }), 'exponentialSmoothing', 2, 1)).toEqual([5]);
  });

  test('a series never looks at the one before it', () => {
    const two = over([100, 100, 100, 1, 2, 3, 4], { starts: [0, 3], season: 2 });
    expect(ahead(two, 'drift', 5, 1)).toEqual([3]);
    expect(ahead(two, 'movingAverage', 4, 1)).toEqual([1]);
    expect(ahead(two, 'seasonalNaive', 4, 1)).toEqual([1]);
    // After the last row of the first series begins another.
    expect(ahead(two, 'lastValue', 3, 1)).toEqual([100]);
    expect(two.recentChange(0, 7)).toBe(2);
  });

  test('change of late is that of the last rows, but a tenth of the usual at least', () => {
    const values = [...Array.from({ length: 100 }, (_, row) => (row % 2) * 10), ...new Array<number>(100).fill(0)];
    const changes = over(values, { season: 0 });
    expect(changes.recentChange(0, 90)).toBeCloseTo(10, 12);
    // 100 changes of 10 among 199.
    expect(changes.recentChange(0, 200)).toBeCloseTo(1000 / 199 / 10, 12);
  });
});
