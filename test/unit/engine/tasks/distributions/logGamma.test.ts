import { expect, test } from 'vitest';
import { logGamma } from '../../../../../engine/tasks/distributions/logGamma.ts';

test.each([
  [0.5, Math.log(Math.sqrt(Math.PI))],
  [1, 0],
  [1.5, Math.log(Math.sqrt(Math.PI) / 2)],
  [5, Math.log(24)],
  [11, Math.log(3628800)],
  [0.001, 6.907178885383853],
  [171, 706.573062245787],
])('ln Γ(%d) is %d, within a part in 10^13', (x, value) => {
  expect(Math.abs(logGamma(x) - value)).toBeLessThan(1e-13 * Math.max(1, Math.abs(value)));
});
