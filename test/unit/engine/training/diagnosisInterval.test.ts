import { expect, test } from 'vitest';
import { diagnosisInterval } from '../../../../engine/training/diagnosisInterval.ts';

test('a network of some size is diagnosed every 25 updates, one of text every 75, a small one less often, none less than every 100', () => {
  expect([1e9, 1e8, 6e6, 1e5].map((operations) => diagnosisInterval(100, operations, false))).toEqual([
    25, 25, 50, 100,
  ]);
  expect([1e9, 6e6, 1e5].map((operations) => diagnosisInterval(100, operations, true))).toEqual([75, 75, 100]);
});

test('a run has at most 200 diagnosed updates, however long it is', () => {
  for (const steps of [1, 5000, 5001, 123_456, 1e7]) {
    expect(Math.ceil(steps / diagnosisInterval(steps, 1e9, false))).toBeLessThanOrEqual(200);
  }
});
