import { describe, expect, test } from 'vitest';
import { type Smoothing, SmoothedValues } from '../../../../../engine/tasks/simple/smoothedValues.ts';

const plain: Smoothing = { kind: 'additive', level: 0.5, trend: 0, season: 0, damping: 1 };
const forecasts = (smoothed: SmoothedValues, origin: number, count: number): number[] =>
  Array.from({ length: count }, (_, ahead) => smoothed.forecast(origin, ahead));

describe('exponential smoothing, worked out by hand', () => {
  test('of a level: half of what is new', () => {
    const smoothed = new SmoothedValues(Float64Array.of(10, 20, 0), 0, plain);
    // 10; 0.5 * 20 + 0.5 * 10 = 15; 0.5 * 0 + 0.5 * 15 = 7.5
    expect([1, 2, 3].map((origin) => smoothed.forecast(origin, 4))).toEqual([10, 15, 7.5]);
    expect(smoothed.forecast(0, 0)).toBeNaN();
  });

  test('of a damped trend: each step adds less', () => {
    const smoothed = new SmoothedValues(Float64Array.of(10, 20), 0, { ...plain, trend: 0.5, damping: 0.5 });
    // Level 15, trend 0.5 * (15 - 10) = 2.5: 2.5 * 0.5, then 2.5 * 0.25 more.
    expect(forecasts(smoothed, 2, 2)).toEqual([16.25, 16.875]);
  });

  test('of a season: what the first one adds to its mean, and what is learned later', () => {
    const values = Float64Array.of(1, 3, 4, 8);
    const smoothed = new SmoothedValues(values, 2, { ...plain, season: 0.5 });
    // Level 2, seasons -1 and 1.
    expect(forecasts(smoothed, 2, 3)).toEqual([1, 3, 1]);
    // y = 4: level 0.5 * (4 + 1) + 0.5 * 2 = 3.5, season 0.5 * (4 - 3.5) + 0.5 * -1 = -0.25
    expect(forecasts(smoothed, 3, 2)).toEqual([4.5, 3.25]);
    // y = 8: level 0.5 * (8 - 1) + 0.5 * 3.5 = 5.25, season 0.5 * (8 - 5.25) + 0.5 * 1 = 1.875
    expect(forecasts(smoothed, 4, 4)).toEqual([5, 7.125, 5, 7.125]);
    expect(smoothed.forecast(1, 0)).toBeNaN();
  });

  test('of logarithms: a season multiplies, and what is not above 0 is passed over', () => {
    const smoothed = new SmoothedValues(Float64Array.of(1, 4, -3, 0), 2, { ...plain, kind: 'multiplicative' });
    const [first = NaN, second = NaN] = forecasts(smoothed, 4, 2);
    expect(first).toBeCloseTo(1, 12);
    expect(second).toBeCloseTo(4, 12);
  });

  test('gaps leave the level as it was, and no row looks at a later one', () => {
    const smoothed = new SmoothedValues(Float64Array.of(NaN, 10, NaN, 20), 0, plain);
    expect([1, 2, 3, 4].map((origin) => smoothed.forecast(origin, 0))).toEqual([NaN, 10, 10, 15]);
    const other = new SmoothedValues(Float64Array.of(NaN, 10, NaN, 1e9), 0, plain);
    expect([2, 3].map((origin) => other.forecast(origin, 0))).toEqual([10, 10]);
  });
});
