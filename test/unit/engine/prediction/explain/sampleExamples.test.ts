import { expect, test } from 'vitest';
import { sampleExamples, sampleSize } from '../../../../../engine/prediction/explain/sampleExamples.ts';

const examples = Int32Array.from({ length: 1000 }, (_, at) => 5000 + at);

test('a sample is one of each stretch, and the same for the same seed', () => {
  const sample = sampleExamples(examples, 100, 7);
  for (const [at, example] of sample.entries()) expect(Math.floor((example - 5000) / 10)).toBe(at);
  expect(sampleExamples(examples, 100, 7)).toEqual(sample);
  expect(sampleExamples(examples, 100, 8)).not.toEqual(sample);
});

test('windows that come in step with a day are not all of the same hour', () => {
  const hours = new Set(Array.from(sampleExamples(examples, 41, 1), (example) => example % 24));
  expect(hours.size).toBeGreaterThan(12);
});

test('no more are taken than there are', () => {
  expect(sampleExamples(examples, 2000, 1)).toBe(examples);
});

test('the sample is as large as can be paid for, and never a handful', () => {
  const cost = { examples: 100_000, parameters: 20_000, steps: 24, width: 7, outputs: 24, passes: 100 };
  expect(sampleSize(cost)).toBe(1000);
  expect(sampleSize({ ...cost, examples: 300 })).toBe(300);
  // Five million weights, a window of a thousand.
  expect(sampleSize({ ...cost, parameters: 5e6, steps: 1000 })).toBe(64);
  expect(sampleSize({ ...cost, outputs: 2352 })).toBe(111);
  // A thousand columns of ten thousand steps would not fit in memory.
  expect(sampleSize({ ...cost, steps: 10_000, width: 1000 })).toBe(2);
});
