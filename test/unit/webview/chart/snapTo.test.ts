import { expect, test } from 'vitest';
import { snapTo, valueAt } from '../../../../webview/chart/snapTo.ts';

test('snaps the pointer to the nearest point of any line', () => {
  expect(
    snapTo(
      [
        { x: [0, 10], y: [1, 2] },
        { x: [7], y: [3] },
        { x: [], y: [] },
      ],
      8,
    ),
  ).toBe(7);
});

test('snaps to nothing where there is nothing', () => {
  expect(snapTo([], 8)).toBeUndefined();
});

test('reads the nearest value, and the last known one without a pointer', () => {
  const line = { x: [0, 10, 20], y: [1, 2, null] };
  expect(valueAt(line, 6)).toBe(2);
  expect(valueAt(line, undefined)).toBe(2);
});

test('reads nothing beyond the ends of a line or in its gaps', () => {
  const line = { x: [0, 10, 20], y: [1, null, 3] };
  expect(valueAt(line, -1)).toBeUndefined();
  expect(valueAt(line, 21)).toBeUndefined();
  expect(valueAt(line, 10)).toBeUndefined();
});
