import { expect, test } from 'vitest';
import { ownShareAt } from '../../../../engine/training/teacherForcing.ts';

test('a decoder reads its own symbols from the first share to the last in a straight line, and none where all is forced', () => {
  const falling = { teacherForcing: 0.9, teacherForcingEnd: 0.5 };
  expect([0, 2, 4, 9].map((step) => ownShareAt(falling, step, 5))).toEqual([
    ...[0.1, 0.3, 0.5, 0.5].map((share): unknown => expect.closeTo(share, 12)),
  ]);
  expect(ownShareAt(falling, 0, 1)).toBeCloseTo(0.1, 12);
  expect(ownShareAt({ teacherForcing: 1, teacherForcingEnd: 1 }, 3, 5)).toBe(0);
});
