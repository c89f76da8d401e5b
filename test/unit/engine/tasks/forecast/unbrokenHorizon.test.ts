import { expect, test } from 'vitest';
import { Numbers } from '../../../../../engine/files/columns/numbers.ts';
import { unbrokenHorizon } from '../../../../../engine/tasks/forecast/unbrokenHorizon.ts';

const every = (gap: number): Numbers =>
  Numbers.of(Float64Array.from({ length: 400 }, (_, row) => (row % gap === 0 ? NaN : row)));

test.each([
  [1000, 7, 7],
  [20, 7, 7],
  [5, 7, 3],
  [2, 7, 1],
  [1, 7, 1],
])('with a gap in every %d rows, a horizon of %d becomes one of %d', (gap, wanted, horizon) => {
  expect(unbrokenHorizon(every(gap), wanted)).toBe(horizon);
});
