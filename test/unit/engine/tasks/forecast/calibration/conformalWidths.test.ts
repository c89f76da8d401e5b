import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../../../engine/compute/random.ts';
import { conformalWidths } from '../../../../../../engine/tasks/forecast/calibration/conformalWidths.ts';

describe('half widths of intervals', () => {
  test('of one step are the 24.8th, so the 25th, of thirty errors', () => {
    const widths = conformalWidths({ windows: 30, horizon: 1, targets: 2 }, [0.8], (index, _, target) =>
      target === 0 ? index : 100 - index,
    );
    expect(widths).toEqual([[24, 95]]);
  });

  test('further ahead are of a higher rank: errors of overlapping windows are worth fewer', () => {
    // 40 windows four steps ahead are worth 16: a level of 0.85, the 34th; one step ahead 0.82, the 33rd.
    const widths = conformalWidths({ windows: 40, horizon: 4, targets: 1 }, [0.8], (index) => index)?.[0];
    expect([widths?.[0], widths?.[3]]).toEqual([32, 33]);
  });

  test('of few windows are of the steps beside as well', () => {
    // Fifteen each: one step to either side makes thirty or more.
    const widths = conformalWidths({ windows: 15, horizon: 3, targets: 1 }, [0.8], (_, ahead) => 10 ** ahead);
    expect(widths).toEqual([[10, 100, 100]]);
  });

  test('are none for fewer than ten windows', () => {
    expect(conformalWidths({ windows: 9, horizon: 2, targets: 1 }, [0.8], () => 1)).toBeUndefined();
  });

  test('of several shares are those of each, the wider for the larger', () => {
    const widths = conformalWidths({ windows: 99, horizon: 1, targets: 1 }, [0.2, 0.8, 0.95], (index) => index);
    expect(widths).toEqual([[19], [79], [94]]);
  });

  test.each([
    [0.8, 0.77, 0.83],
    [0.95, 0.93, 0.97],
  ])('hold %d of what comes after them, over 200 seeds of forecasts one and six steps ahead', (share, least, most) => {
    const held = [0, 0];
    for (let seed = 0; seed < 200; seed++) {
      const random = createRandom(seed);
      const noise = Float64Array.from({ length: 160 }, () => random.normal());
      // The error of a random walk's last value, h steps ahead.
      const error = (index: number, ahead: number): number =>
        Math.abs(noise.subarray(index, index + ahead + 1).reduce((sum, value) => sum + value, 0));
      const widths = conformalWidths({ windows: 60, horizon: 6, targets: 1 }, [share], error)?.[0];
      for (const [at, ahead] of [0, 5].entries()) {
        for (let index = 80; index < 150; index++) {
          if (error(index, ahead) <= (widths?.[ahead] ?? NaN)) held[at] = (held[at] ?? 0) + 1;
        }
      }
    }
    for (const count of held) {
      expect(count / (200 * 70)).toBeGreaterThan(least);
      expect(count / (200 * 70)).toBeLessThan(most);
    }
  });
});
