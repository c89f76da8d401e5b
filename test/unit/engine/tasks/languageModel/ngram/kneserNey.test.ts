import { expect, test } from 'vitest';
import { createRandom } from '../../../../../../engine/compute/random.ts';
import { KneserNey } from '../../../../../../engine/tasks/languageModel/ngram/kneserNey.ts';
import { NgramCounts } from '../../../../../../engine/tasks/languageModel/ngram/ngramCounts.ts';
import { plainKneserNey } from './plainKneserNey.ts';

const modelOf = (text: readonly number[], vocabulary: number, order: number): KneserNey => {
  const counts = new NgramCounts(order, 10_000);
  counts.add(Uint16Array.from(text));
  return new KneserNey(counts, vocabulary);
};

/** The probability of an id after a history, by each order. */
const after = (model: KneserNey, history: readonly number[], id: number, order: number): number[] => {
  const probabilities = new Float64Array(order + 1);
  let contexts = model.start();
  for (const known of history) contexts = model.step(contexts, known, probabilities);
  model.step(contexts, id, probabilities);
  return [...probabilities];
};

/** Ids that depend on those before, so that some n-grams are frequent and many are missing. */
const randomText = (seed: number, length: number, vocabulary: number): number[] => {
  const random = createRandom(seed);
  const text: number[] = [];
  for (let at = 0; at < length; at++) {
    const before = text[at - 1] ?? 0;
    text.push(random.next() < 0.6 ? (before * 3 + 1) % vocabulary : Math.floor(random.next() * vocabulary));
  }
  return text;
};

test('four letters, abac: probabilities as worked out by hand', () => {
  const model = modelOf([0, 1, 0, 2], 3, 2);
  // Too few counts for discounts of their own: 1/2, 1, 3/2. Alone, a stands there twice, b and c once.
  expect(after(model, [], 0, 2).map((p) => p * 12)).toEqual([4, expect.closeTo(5, 5), expect.closeTo(4, 5)]);
  expect(after(model, [], 1, 2)[1]).toBeCloseTo(7 / 24, 6);
  // Each comes after one letter: equally likely as the shorter one. After a: b and c once each.
  expect(after(model, [0], 1, 2)[2]).toBeCloseTo((1 / 2 + 1 / 3) / 2, 6);
  expect(after(model, [0], 0, 2)[2]).toBeCloseTo(1 / 6, 6);
  // After b: a alone. After c: nothing ever, so the shorter one.
  expect(after(model, [1], 0, 2)[2]).toBeCloseTo(1 / 2 + 1 / 6, 6);
  expect(after(model, [2], 1, 2)[2]).toBeCloseTo(1 / 3, 6);
});

test.each([
  [1, 60, 3],
  [2, 400, 4],
  [3, 2000, 6],
  [4, 2000, 12],
])(
  'a random text (seed %i, %i ids of %i) has the probabilities of the equations written out, within 1e-6',
  (seed, length, used) => {
    const text = randomText(seed, length, used);
    // One id more than the text has.
    const vocabulary = used + 1;
    const asked = [...randomText(seed + 10, 40, vocabulary), used, 0, used];
    for (let order = 1; order <= 4; order++) {
      const model = modelOf(text, vocabulary, 4);
      const plain = plainKneserNey(text, vocabulary, order);
      asked.forEach((id, at) => {
        const history = asked.slice(0, at);
        const found = after(model, history, id, 4)[order]!;
        expect(
          Math.abs(found - plain(history, id)),
          `order ${order}, ${history.slice(-3).join(' ')} → ${id}`,
        ).toBeLessThan(1e-6);
      });
    }
  },
);

test('after every context, seen or not, the probabilities of all ids add up to 1, and none is 0', () => {
  const vocabulary = 7;
  const model = modelOf(randomText(5, 500, 6), vocabulary, 5);
  const contexts = [[], ...randomText(6, 200, vocabulary).map((_, at, all) => all.slice(Math.max(0, at - 5), at + 1))];
  for (const context of contexts) {
    const each = Array.from({ length: vocabulary }, (_, id) => after(model, context, id, 5));
    for (let order = 0; order <= 5; order++) {
      expect(each.reduce((sum, probabilities) => sum + probabilities[order]!, 0)).toBeCloseTo(1, 5);
      expect(Math.min(...each.map((probabilities) => probabilities[order]!))).toBeGreaterThan(0);
    }
  }
});

test('a text of nothing leaves all symbols equally likely, and one over and over none of the others impossible', () => {
  expect(after(modelOf([], 4, 3), [1, 2], 3, 3)).toEqual([0.25, 0.25, 0.25, 0.25]);
  const model = modelOf(new Array<number>(100).fill(2), 4, 3);
  const [likely, unlikely] = [after(model, [2, 2], 2, 3)[3]!, after(model, [2, 2], 0, 3)[3]!];
  expect(likely).toBeGreaterThan(0.95);
  expect(unlikely).toBeGreaterThan(0);
  expect(likely + 3 * unlikely).toBeCloseTo(1, 6);
});

test('the score of a text is the sum of its surprises, its first symbol only given, however it comes in pieces', () => {
  const text = randomText(8, 300, 5);
  const model = modelOf(text, 5, 3);
  const held = randomText(9, 50, 5);
  const plain = plainKneserNey(text, 5, 3);
  const nats = held.slice(1).reduce((sum, id, at) => sum - Math.log(plain(held.slice(0, at + 1), id)), 0);
  const whole = model.score([Uint16Array.from(held)]);
  expect(whole[3]).toBeCloseTo(nats, 4);
  expect(whole[0]).toBeCloseTo(49 * Math.log(5), 9);
  expect(model.score([Uint16Array.from(held.slice(0, 7)), Uint16Array.from(held.slice(7))])).toEqual(whole);
});
