import { describe, expect, test } from 'vitest';
import { histogramOf } from '../../../../../../engine/tasks/forecast/errors/histogramOf.ts';

describe('the histogram of residuals', () => {
  test('has bins of a round width with an edge at 0, worked out by hand', () => {
    // The sizes reach to 10; 2 · IQR / ∛9 = 2 · 4 / 2.08 = 3.85, but 8 bins of it have to fit: 2.5, so 2.
    const values = Float64Array.of(-10, -3, -2, -1, 0, 1, 2, 3, 6);
    expect(histogramOf(values)).toEqual({
      from: -10,
      width: 2,
      counts: [1, 0, 0, 1, 2, 2, 2, 0, 1, 0],
      below: 0,
      above: 0,
    });
  });

  test('counts what lies far out instead of stretching to it', () => {
    const values = Float64Array.from({ length: 1000 }, (_, index) => (index % 20) - 9.5);
    values[3] = 1e6;
    values[5] = -1e6;
    const { from, width, counts, below, above } = histogramOf(values);
    expect([below, above]).toEqual([1, 1]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(998);
    expect(from).toBe(-10);
    expect(width * counts.length).toBe(20);
  });

  test('of residuals that are all 0 is one bar', () => {
    const { counts, below, above } = histogramOf(new Float64Array(7));
    expect(counts.filter((count) => count > 0)).toEqual([7]);
    expect([below, above]).toEqual([0, 0]);
  });

  test('has at most some tens of bins of any residuals', () => {
    const values = Float64Array.from({ length: 5000 }, (_, index) => Math.tan((index / 5000 - 0.5) * 3.1));
    expect(histogramOf(values).counts.length).toBeLessThanOrEqual(100);
  });
});
