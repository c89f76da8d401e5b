import { expect, test } from 'vitest';
import { normalShare } from '../../../../../engine/tasks/distributions/normalShare.ts';

test.each([
  [0, 0.5],
  [1, 0.8413447460685429],
  [-1.959963984540054, 0.025],
  [3.090232306167813, 0.999],
  [-5, 2.866515718791939e-7],
])('below %d lies a share of %d, within 1e-15', (z, share) => {
  expect(Math.abs(normalShare(z) - share)).toBeLessThan(1e-15);
});
