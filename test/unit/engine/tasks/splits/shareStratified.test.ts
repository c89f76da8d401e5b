import { expect, test } from 'vitest';
import { shareStratified } from '../../../../../engine/tasks/splits/shareStratified.ts';

const counts = [600, 300, 97, 2, 1];
const labels = Int32Array.from(counts.flatMap((count, label) => new Array<number>(count).fill(label)));
const examples = Int32Array.from(labels.keys());
const split = (seed: number, share = { valid: 0.1, test: 0.2 }) =>
  shareStratified({ labels, classes: counts.length }, examples, share, seed);

test('every part has the share of each class within one example, and each example is in one part', () => {
  const parts = split(3);
  expect([parts.train.length, parts.valid.length, parts.test.length]).toEqual([700, 100, 200]);
  expect([...parts.train, ...parts.valid, ...parts.test].sort((a, b) => a - b)).toEqual([...examples]);
  for (const [part, share] of [
    [parts.valid, 0.1],
    [parts.test, 0.2],
  ] as const) {
    counts.forEach((count, label) => {
      const found = part.filter((example) => labels[example] === label).length;
      expect(Math.abs(found - count * share)).toBeLessThanOrEqual(1);
    });
  }
});

test('every class keeps an example to train on, whatever the shares', () => {
  const { train } = split(1, { valid: 0.5, test: 0.45 });
  expect(new Set(Array.from(train, (example) => labels[example]))).toEqual(new Set([0, 1, 2, 3, 4]));
});

test('the same seed gives the same parts, another seed others', () => {
  expect(split(1)).toEqual(split(1));
  expect(split(2)).not.toEqual(split(1));
});

test('a class may have more examples than a call has room for arguments', () => {
  const many = new Int32Array(400_000);
  const every = Int32Array.from(many.keys());
  const parts = shareStratified({ labels: many, classes: 1 }, every, { valid: 0.5, test: 0.25 }, 1);
  expect([parts.train.length, parts.valid.length, parts.test.length]).toEqual([100_000, 200_000, 100_000]);
});
