import { createRandom } from '../../compute/random.ts';
import type { Split } from '../../config.ts';
import type { PreparedData } from '../preparedData.ts';
import type { Labelled } from '../labels/classScorer.ts';

/**
 * Labelled examples at random, by the seed, so that each part has as nearly as it can be the share of each class that the
 * whole has. Every class keeps an example to train on, so that one with a single example is in no other part.
 */
export const shareStratified = (
  { labels, classes }: Labelled,
  examples: Int32Array,
  { valid, test }: Split,
  seed: number,
): PreparedData['splits'] => {
  const order = examples.slice();
  createRandom(seed).shuffle(order);
  const byLabel = Array.from({ length: classes }, (): number[] => []);
  for (const example of order) byLabel[labels[example] ?? -1]?.push(example);
  const parts: { readonly train: number[]; readonly valid: number[]; readonly test: number[] } = {
    train: [],
    valid: [],
    test: [],
  };
  let seen = 0;
  for (const own of byLabel) {
    seen += own.length;
    // What rounding takes from one class it gives to the next.
    const wanted = (share: number, taken: number, most: number): number =>
      Math.max(0, Math.min(most, Math.round(seen * share) - taken));
    const forTest = wanted(test, parts.test.length, own.length - 1);
    const forValid = wanted(valid, parts.valid.length, own.length - 1 - forTest);
    for (const [at, example] of own.entries()) {
      const part = at < forTest ? parts.test : at < forTest + forValid ? parts.valid : parts.train;
      part.push(example);
    }
  }
  const sorted = (part: readonly number[]): Int32Array => Int32Array.from(part).sort();
  return { train: sorted(parts.train), valid: sorted(parts.valid), test: sorted(parts.test) };
};
