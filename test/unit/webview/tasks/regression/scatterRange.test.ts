import { expect, test } from 'vitest';
import { nearestPoint } from '../../../../../webview/tasks/regression/nearestPoint.ts';
import { orderOf, scatterRange } from '../../../../../webview/tasks/regression/scatterRange.ts';

test('both axes show all actual and predicted values with a little room', () => {
  const { from, to } = scatterRange({ actual: [0, 10], predicted: [5, null] });
  expect([from, to]).toEqual([-0.4, 10.4]);
  expect(scatterRange({ actual: [4], predicted: [4] })).toEqual({ from: 0, to: 8 });
  expect(scatterRange({ actual: [0], predicted: [0] })).toEqual({ from: -1, to: 1 });
  expect(scatterRange({ actual: [], predicted: [] })).toEqual({ from: 0, to: 1 });
});

test('points are drawn in the order of their actual values, without those that have no prediction', () => {
  expect(orderOf({ actual: [3, 1, 2, 1], predicted: [1, 5, null, 4] })).toEqual([3, 1, 0]);
});

test('the nearest point is the one meant, as far as the pointer reaches', () => {
  const points = [
    { left: 10, top: 10 },
    { left: 20, top: 10 },
  ];
  expect(nearestPoint(points, { left: 14, top: 10 }, 16)).toBe(0);
  expect(nearestPoint(points, { left: 19, top: 14 }, 16)).toBe(1);
  expect(nearestPoint(points, { left: 40, top: 10 }, 16)).toBeUndefined();
});
