import { expect, test } from 'vitest';
import { alignLines } from '../../../../webview/chart/alignLines.ts';

test('puts lines with their own x into one table, with nothing where a line has no point', () => {
  const aligned = alignLines([
    { x: [0, 1, 2, 3], y: [10, 11, 12, 13] },
    { x: [1, 2.5], y: [5, 6] },
  ]);
  expect(aligned.x).toEqual([0, 1, 2, 2.5, 3]);
  expect(aligned.y).toEqual([
    [10, 11, 12, undefined, 13],
    [undefined, 5, undefined, 6, undefined],
  ]);
});

test('keeps a gap of a line apart from a place where it has no point', () => {
  expect(
    alignLines([
      { x: [0, 1], y: [1, null] },
      { x: [0.5], y: [2] },
    ]).y[0],
  ).toEqual([1, undefined, null]);
});

test('takes the later of two values at one x', () => {
  expect(alignLines([{ x: [0, 0, 1], y: [1, 2, 3] }]).y[0]).toEqual([2, 3]);
});
