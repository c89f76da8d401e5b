import { expect, test } from 'vitest';
import { createRandom } from '../../../../../../engine/compute/random.ts';
import { countInThread } from '../../../../../../engine/tasks/languageModel/ngram/countInThread.ts';
import { scoreNgrams } from '../../../../../../engine/tasks/languageModel/ngram/scoreNgrams.ts';
import { ScratchFile } from '../../../../../../engine/scratchFile.ts';
import { Cancelled } from '../../../../../../engine/unlessCancelled.ts';
import { plainKneserNey } from './plainKneserNey.ts';

/** Each id follows from the two before it, but for one in five. */
const chained = (seed: number, length: number): Uint16Array => {
  const random = createRandom(seed);
  const ids = new Uint16Array(length);
  for (let at = 0; at < length; at++) {
    const next = ((ids[at - 1] ?? 0) * 2 + (ids[at - 2] ?? 0) + 1) % 5;
    ids[at] = random.next() < 0.2 ? Math.floor(random.next() * 5) : next;
  }
  return ids;
};

const ids = chained(1, 3000);
const work = {
  vocabulary: 5,
  train: { ids, from: 0, to: 2000 },
  valid: { ids, from: 2000, to: 2500 },
  scored: [
    { ids, from: 2000, to: 2500 },
    { ids, from: 2500, to: 3000 },
    { ids, from: 3000, to: 3000 },
  ],
};

test('a text in which two symbols say the next is best told by 3-grams, and scored as the equations say', () => {
  const told: number[] = [];
  const { order, nats, cutTo } = scoreNgrams(work, (share) => told.push(share));
  expect([order, cutTo, told]).toEqual([3, undefined, [1]]);
  const plain = plainKneserNey([...ids.subarray(0, 2000)], 5, 3);
  for (const [index, from] of [2000, 2500].entries()) {
    const span = [...ids.subarray(from, from + 500)];
    const sum = span.slice(1).reduce((total, id, at) => total - Math.log(plain(span.slice(0, at + 1), id)), 0);
    expect(nats[index]).toBeCloseTo(sum / 499, 6);
  }
  // Below what the source's own noise allows nobody can be: 0.84 right, four others with 0.04 each.
  expect(nats[1]).toBeGreaterThan(0.66);
  expect(nats[1]).toBeLessThan(0.8);
  expect(nats[2]).toBeNaN();
});

test('without a validation part 5-grams are scored, of many different symbols 3-grams', () => {
  const valid = { ids, from: 2000, to: 2000 };
  expect(scoreNgrams({ ...work, valid }, () => undefined).order).toBe(5);
  expect(scoreNgrams({ ...work, valid, vocabulary: 5000 }, () => undefined).order).toBe(3);
});

test('a thread comes to the same numbers, from memory and from a file, and can be called off', async () => {
  const file = new ScratchFile();
  file.append(ids);
  const spans = ({ from, to }: { from: number; to: number }) => ({ ids: file, from, to });
  const stored = {
    vocabulary: 5,
    train: spans(work.train),
    valid: spans(work.valid),
    scored: work.scored.map(spans),
  };
  const expected = scoreNgrams(work, () => undefined);
  const told: number[] = [];
  const { signal } = new AbortController();
  expect(await countInThread(work, signal, (share) => told.push(share))).toEqual(expected);
  expect(await countInThread(stored, signal, () => undefined)).toEqual(expected);
  expect(told).toEqual([1]);

  const called = new AbortController();
  const counting = countInThread(work, called.signal, () => undefined);
  called.abort();
  await expect(counting).rejects.toThrow(Cancelled);
  await expect(countInThread(work, called.signal, () => undefined)).rejects.toThrow(Cancelled);
});
