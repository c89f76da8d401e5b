import { expect, test } from 'vitest';
import { createRandom } from '../../../../../../engine/compute/random.ts';
import { NgramCounts, nowhere, root } from '../../../../../../engine/tasks/languageModel/ngram/ngramCounts.ts';

const nodeOf = (counts: NgramCounts, gram: readonly number[]): number => {
  let node = root;
  for (const id of gram) node = node === nowhere ? nowhere : counts.find(node, id);
  return node;
};

test('abab: each n-gram as often as it stands there, after as many symbols as it does, whatever the pieces', () => {
  for (const pieces of [[[0, 1, 0, 1]], [[0], [1, 0], [], [1]]]) {
    const counts = new NgramCounts(3, 100);
    for (const piece of pieces) counts.add(Uint16Array.from(piece));
    const of = (...gram: number[]) => [counts.countOf(nodeOf(counts, gram)), counts.varietyOf(nodeOf(counts, gram))];
    expect([of(0), of(1), of(0, 1), of(1, 0), of(0, 1, 0), of(1, 0, 1)]).toEqual([
      [2, 1],
      [2, 1],
      [2, 1],
      [1, 1],
      [1, 0],
      [1, 0],
    ]);
    expect(counts.find(nodeOf(counts, [1]), 1)).toBe(nowhere);
    // With the n-gram of nothing.
    expect(counts.size).toBe(7);
  }
});

test('with room for 3000 the longest n-grams go, and the shorter ones are counted as if there had been no others', () => {
  const random = createRandom(3);
  const text = Uint16Array.from({ length: 5000 }, () => Math.floor(random.next() ** 2 * 12));
  const cut = new NgramCounts(8, 3000);
  cut.add(text);
  expect(cut.order).toBeLessThan(5);
  expect(cut.order).toBeGreaterThan(1);
  expect(cut.size).toBeLessThan(3000);
  const whole = new NgramCounts(cut.order, 1e6);
  whole.add(text);
  expect(cut.size).toBe(whole.size);
  let asked = 0;
  for (let at = 0; at + cut.order < 600; at++) {
    for (let length = 1; length <= cut.order; length++) {
      const gram = [...text.subarray(at, at + length)];
      const [found, expected] = [nodeOf(cut, gram), nodeOf(whole, gram)];
      expect(cut.countOf(found)).toBe(whole.countOf(expected));
      if (length < cut.order) expect(cut.varietyOf(found)).toBe(whole.varietyOf(expected));
      expect(cut.lengthOf(found)).toBe(length);
      asked++;
    }
  }
  expect(asked).toBeGreaterThan(1000);
});
