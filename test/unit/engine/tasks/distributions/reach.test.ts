import { expect, test } from 'vitest';
import type { Deviation } from '../../../../../engine/tasks/distributions/deviations.ts';
import { logDensity, normalScore, reachOf } from '../../../../../engine/tasks/distributions/reach.ts';

const normal: Deviation = { above: 2, below: 2 };
const skewed: Deviation = { above: 3, below: 1 };
const student: Deviation = { of: 'studentT', above: 0.5, below: 0.5, freedom: 3 };

test.each([
  ['a normal distribution', normal],
  ['quantiles', skewed],
  ['Student’s t', student],
])('of %s the wider interval holds the narrower, and a distance leads back to its deviations', (_, told) => {
  for (const side of ['above', 'below'] as const) {
    let last = -1;
    for (const z of [0, 0.25, 1.28, 1.96, 3, 6]) {
      const reach = reachOf(told, side, z);
      expect(reach).toBeGreaterThan(last);
      expect(normalScore(told, side, reach)).toBeCloseTo(z, 9);
      last = reach;
    }
  }
});

test('tails of Student’s t reach further than those of a normal distribution of the same scale', () => {
  expect(reachOf(student, 'above', 2) / 0.5).toBeGreaterThan(3);
  expect(reachOf({ ...student, freedom: 1e6 }, 'above', 2) / 0.5).toBeCloseTo(2, 4);
});

test('densities add up to 1, and quantiles have none', () => {
  for (const told of [normal, student]) {
    let sum = 0;
    for (let x = -400; x < 400; x += 0.01) sum += 0.01 * Math.exp(logDensity(told, x) ?? NaN);
    expect(sum).toBeCloseTo(1, 4);
  }
  expect(logDensity(skewed, 0)).toBeUndefined();
});
