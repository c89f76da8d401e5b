import { expect, test } from 'vitest';
import type { WindowSource } from '../../../../../engine/compute/source.ts';
import { fitIntervals } from '../../../../../engine/tasks/forecast/intervals.ts';

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

test('the half width is the distance that holds 80 % of the truth, for each step ahead', () => {
  const examples = Int32Array.from({ length: 9 }, (_, index) => index);
  const more = Int32Array.from({ length: 19 }, (_, index) => index);
  // Errors of the first step are 0, -1, 2, -3 …, of the second always 5.
  const outputsFor = (rows: Int32Array): Float32Array =>
    Float32Array.from([...rows].flatMap((row) => [row + 1 - (row % 2 === 0 ? row : -row), row + 2 - 5]));
  expect(fitIntervals(source(30), 1, more, outputsFor(more))).toEqual([15, 5]);
  // Fewer than ten say nothing of a tenth of them.
  expect(fitIntervals(source(30), 1, examples, outputsFor(examples))).toBeUndefined();
});
