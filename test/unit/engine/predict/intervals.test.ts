import { expect, test } from 'vitest';
import type { WindowSource } from '../../../../engine/compute/source.ts';
import { fitIntervals } from '../../../../engine/predict/intervals.ts';

/** One target, horizon 2, window 1: the truth is the row number. */
const source = (rows: number): WindowSource => ({
  kind: 'windows',
  values: new Float32Array(rows),
  columns: 1,
  targets: Float32Array.from({ length: rows }, (_, row) => row),
  targetColumns: 1,
  horizon: 2,
  lags: new Int32Array(2),
});

test('the bounds are the 10 % and 90 % quantiles of truth minus prediction, for each step ahead', () => {
  const examples = Int32Array.from({ length: 11 }, (_, index) => index);
  // Errors of the first step are 0…10, of the second always 5.
  const outputs = Float32Array.from(examples, (row) => row).reduce<number[]>((all, row) => {
    const error = row;
    return [...all, row + 1 - error, row + 2 - 5];
  }, []);
  const intervals = fitIntervals(source(20), 1, examples, Float32Array.from(outputs));
  expect(intervals?.low[0]).toBeCloseTo(1, 5);
  expect(intervals?.high[0]).toBeCloseTo(9, 5);
  expect([intervals?.low[1], intervals?.high[1]]).toEqual([5, 5]);
});

test('fewer than ten examples give no interval', () => {
  expect(fitIntervals(source(20), 1, new Int32Array(9), new Float32Array(18))).toBeUndefined();
});
