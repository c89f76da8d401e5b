import { expect, test } from 'vitest';
import { isBeyondNoise } from '../../../../../engine/training/search/isBeyondNoise.ts';

const rival = [10, 20, 5, 8, 12, 30];

test('errors that are smaller in each fold by alike shares are no chance', () => {
  expect(isBeyondNoise([9, 19, 4, 7, 11, 29], rival)).toBe(true);
});

test('a gain in one fold alone is chance, however large', () => {
  expect(isBeyondNoise([10, 20, 5, 8, 12, 3], rival)).toBe(false);
});

test('a gain of less than 2 % is none, however sure', () => {
  const share = (part: number): number[] => rival.map((error) => part * error);
  expect(isBeyondNoise(share(0.99), rival)).toBe(false);
  expect(
    isBeyondNoise(
      share(0.97),
      rival.map(() => 10),
    ),
  ).toBe(false);
  expect(isBeyondNoise([9.7, 9.71, 9.69, 9.7], [10, 10, 10, 10])).toBe(true);
});

test('neither is what is worse, alike, or known of one fold only', () => {
  expect(isBeyondNoise(rival, rival)).toBe(false);
  expect(isBeyondNoise([11, 21, 6, 9, 13, 31], rival)).toBe(false);
  expect(isBeyondNoise([1, NaN, NaN, NaN, NaN, NaN], rival)).toBe(false);
  expect(isBeyondNoise([], [])).toBe(false);
});

test('folds of which one of the two knows nothing do not count', () => {
  expect(isBeyondNoise([9, NaN, 19, 4, 7, 11, 29], [10, 100, 20, 5, 8, 12, 30])).toBe(true);
});
