import { expect, test } from 'vitest';
import { normalQuantile } from '../../../../../engine/tasks/simple/normalQuantile.ts';

test.each([
  [0.5, 0],
  [0.6, 0.2533471031357997],
  [0.9, 1.2815515655446004],
  [0.975, 1.959963984540054],
  [0.99, 2.3263478740408408],
  [0.001, -3.090232306167813],
])('the standard normal distribution has a share %d below %d, within 1e-8', (share, value) => {
  expect(Math.abs(normalQuantile(share) - value)).toBeLessThan(1e-8);
});
