import { expect, test } from 'vitest';
import { createRandom } from '../../../../../engine/compute/random.ts';
import { sortByTimes } from '../../../../../engine/tasks/splits/sortByTimes.ts';

test.each([0, 1, 2, 8191, 8192, 8193, 50_000])(
  '%i examples come out in the order of their times, those of one time in their own order',
  async (length) => {
    const random = createRandom(length);
    const examples = Int32Array.from({ length }, (_, place) => 3 * place + 1);
    const times = Float64Array.from({ length }, () => random.integer(1000) - 500);
    const byTime = (a: number, b: number): number => times[(a - 1) / 3]! - times[(b - 1) / 3]! || a - b;
    expect(await sortByTimes(examples, times)).toEqual(examples.toSorted(byTime));
  },
);
