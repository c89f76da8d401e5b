import { describe, expect, test } from 'vitest';
import { KeptErrors } from '../../../../../../engine/tasks/forecast/errors/keptErrors.ts';

/** Series a, naively off by 2, with residuals 1, −1, 3; series b, off by 100, with 50 and a gap. */
const kept = new KeptErrors([{ naiveError: 2 }, { naiveError: 100 }, { naiveError: 0 }], 3, 0);
kept.addResidual(0, 0, { actual: 11, value: 10 });
kept.addResidual(0, 1, { actual: 9, value: 10 });
kept.addResidual(0, 2, { actual: 13, value: 10 });
kept.addResidual(1, 0, { actual: 150, value: 100 });
kept.addResidual(1, 1, { actual: NaN, value: 100 });
kept.addResidual(2, 0, { actual: 5, value: 4 });
kept.addResidual(0, -1, { actual: 1000, value: 0 });

describe('residuals of series, worked out by hand', () => {
  test('are those of one in its own units', () => {
    const { residuals } = kept.report(0);
    expect(residuals).toMatchObject({ count: 3, mean: 1, deviation: 2, isScaled: false });
    expect(residuals?.histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(3);
  });

  test('are those of all in units of what a naive forecast is off by', () => {
    const { residuals } = kept.report();
    expect(residuals).toMatchObject({ count: 4, isScaled: true });
    expect(residuals?.mean).toBeCloseTo((0.5 - 0.5 + 1.5 + 0.5) / 4, 12);
  });

  test('are none of a series with a single one', () => {
    expect(kept.report(1)).toEqual({});
  });
});
