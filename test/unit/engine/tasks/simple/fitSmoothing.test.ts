import { expect, test } from 'vitest';
import { createRandom } from '../../../../../engine/compute/random.ts';
import { fitSmoothing } from '../../../../../engine/tasks/simple/fitSmoothing.ts';

const season = [5, -5, 2, -2];
const random = createRandom(3);
const wave = Float64Array.from({ length: 200 }, (_, row) => 50 + (season[row % 4] ?? 0) + random.next() - 0.5);

test('a still season with noise is followed slowly, a random walk by its last value', () => {
  const still = fitSmoothing([{ values: wave, unit: 1 }], 4, 4);
  expect(still?.level).toBeLessThanOrEqual(0.1);
  let walk = 100;
  const walked = Float64Array.from({ length: 400 }, () => (walk += random.next() - 0.5));
  expect(fitSmoothing([{ values: walked, unit: 1 }], 0, 1)?.level).toBeGreaterThanOrEqual(0.7);
});

test('growth with a season that grows along is multiplicative; values below 0 never are', () => {
  const growing = wave.map((value, row) => value * 1.03 ** row);
  expect(fitSmoothing([{ values: growing, unit: 1 }], 4, 8)).toMatchObject({ kind: 'multiplicative' });
  const shifted = growing.map((value) => value - 60);
  expect(fitSmoothing([{ values: shifted, unit: 1 }], 4, 8)).toMatchObject({ kind: 'additive' });
});

test('nothing is fitted to what is too short, or what never changes', () => {
  expect(fitSmoothing([{ values: Float64Array.of(1, 2), unit: 1 }], 4, 2)).toBeUndefined();
  expect(fitSmoothing([{ values: new Float64Array(50), unit: 0 }], 4, 2)).toBeUndefined();
});
