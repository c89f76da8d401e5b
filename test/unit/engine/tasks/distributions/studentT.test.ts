import { expect, test } from 'vitest';
import {
  normalOfStudent,
  studentLogDensity,
  studentOfNormal,
} from '../../../../../engine/tasks/distributions/studentT.ts';
import { normalQuantile } from '../../../../../engine/tasks/simple/normalQuantile.ts';

/** Quantiles of Student's t as tables have them: degrees of freedom, share, value, and how far off one may be. */
test.each([
  [2, 0.6, 0.2886751, 0.041],
  [2, 0.9, 1.8856181, 0.041],
  [2, 0.975, 4.3026527, 0.041],
  [2, 0.995, 9.9248432, 0.123],
  [3, 0.9, 1.6377444, 0.013],
  [3, 0.975, 3.1824463, 0.013],
  [3, 0.995, 5.8409093, 0.036],
  [5, 0.9, 1.475884, 0.004],
  [5, 0.975, 2.5705818, 0.004],
  [5, 0.995, 4.0321429, 0.009],
  [30, 0.9, 1.310415, 0.004],
  [30, 0.975, 2.0422725, 0.004],
])('with %d degrees of freedom a share of %d lies below %d, within a part of %d', (freedom, share, value, bound) => {
  const found = studentOfNormal(normalQuantile(share), freedom);
  expect(Math.abs(found / value - 1)).toBeLessThan(bound);
  expect(studentOfNormal(normalQuantile(1 - share), freedom)).toBeCloseTo(-found, 7);
});

test('the way from a normal distribution to Student’s t and back ends where it began', () => {
  for (const freedom of [2, 2.7, 9, 1e5]) {
    for (const z of [-3, -0.01, 0, 0.5, 2, 5]) {
      expect(normalOfStudent(studentOfNormal(z, freedom), freedom)).toBeCloseTo(z, 9);
    }
  }
});

test('the density is the closed form of 2 and 4 degrees of freedom within 1e-10, and of very many nearly the normal one', () => {
  for (const t of [-7, -1, 0, 0.3, 2]) {
    expect(studentLogDensity(t, 2)).toBeCloseTo(Math.log((2 + t * t) ** -1.5), 10);
    expect(studentLogDensity(t, 4)).toBeCloseTo(Math.log(0.375 * (1 + (t * t) / 4) ** -2.5), 10);
  }
  expect(studentLogDensity(1.5, 1e6)).toBeCloseTo(-1.125 - 0.5 * Math.log(2 * Math.PI), 5);
});
