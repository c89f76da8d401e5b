import { expect, test } from 'vitest';
import { spellingCosts, spellingOf } from '../../../../engine/encoding/spelling.ts';

test('rare words are spelled by the frequency of their letters, and of their end', () => {
  const spelling = spellingOf([
    ['ab', 2],
    ['b', 1],
  ]);
  expect(spelling).toEqual({ letters: 'ab', counts: [2, 3], words: 3 });
  // One added to each of a, b, the end and whatever else: (3 + 4 + 4 + 1) = 12.
  const costOf = spellingCosts(spelling);
  expect(costOf('ba')).toBeCloseTo(-Math.log((4 / 12) * (3 / 12) * (4 / 12)), 12);
  expect(costOf('z')).toBeCloseTo(-Math.log((1 / 12) * (4 / 12)), 12);
});

test('where no word was rare, an unknown one is still possible', () => {
  expect(spellingCosts(spellingOf([]))('x')).toBeCloseTo(-Math.log((1 / 2) * (1 / 2)), 12);
});
