import { describe, expect, test } from 'vitest';
import { IntervalTally } from '../../../../../../engine/tasks/forecast/errors/intervalTally.ts';

describe('coverage against width', () => {
  test('of one series is told in its units, worked out by hand', () => {
    const tally = new IntervalTally([2]);
    const bounds = { value: 10, low: 8, high: 14 };
    // Times as wide as they have to be: 0, 1/2 above, 1 below, 2 above, 4 below.
    for (const actual of [10, 12, 8, 18, 2]) tally.add(0, actual, bounds);
    const { count, coverage, width, isScaled, factors = [], held = [], needed } = tally.report() ?? {};
    expect([count, coverage, width, isScaled]).toEqual([5, 3 / 5, 6, false]);
    const heldAt = (factor: number): number | undefined => held[factors.indexOf(factor)];
    expect([0.25, 0.5, 1, 2, 4].map(heldAt)).toEqual([1 / 5, 2 / 5, 3 / 5, 4 / 5, 1]);
    expect(needed).toBe(2);
  });

  test('of several is told in units of the naive error of each', () => {
    const tally = new IntervalTally([2, 100, NaN]);
    tally.add(0, 0, { value: 0, low: -1, high: 1 });
    tally.add(1, 0, { value: 0, low: -150, high: 150 });
    tally.add(2, 0, { value: 0, low: -5, high: 5 });
    expect(tally.report()).toMatchObject({ count: 3, width: (1 + 3) / 2, isScaled: true });
    expect(tally.report(1)).toMatchObject({ count: 1, width: 300, isScaled: false });
  });

  test('says how many times as wide intervals had to be only where that was measured', () => {
    const tally = new IntervalTally([1]);
    for (let row = 0; row < 10; row++) tally.add(0, 100, { value: 0, low: -1, high: 1 });
    expect(tally.report()).toMatchObject({ coverage: 0, needed: null });
  });

  test('holds what is the bound itself where the bound is the forecast, and nothing beyond it', () => {
    const tally = new IntervalTally([1]);
    const atZero = { value: 0, low: 0, high: 3 };
    tally.add(0, 0, atZero);
    tally.add(0, -1, atZero);
    const { coverage, held } = tally.report() ?? {};
    expect(coverage).toBe(0.5);
    expect([held?.[0], held?.at(-1)]).toEqual([0.5, 0.5]);
  });

  test('is not told of forecasts without intervals', () => {
    const tally = new IntervalTally([1]);
    tally.add(0, 1, { value: 1, low: NaN, high: NaN });
    expect(tally.report()).toBeUndefined();
  });
});
