import { expect, test } from 'vitest';
import { lossRange } from '../../../../webview/learningRate/lossRange.ts';
import { pointsOf } from './pointsOf.ts';

test('has no range for no points', () => {
  expect(lossRange([])).toBeUndefined();
});

test('shows all of a curve that ends little above its beginning, with 5 % of room at both ends', () => {
  expect(lossRange(pointsOf([1, 1, 0.5, 1.5]))).toEqual({ from: 0.45, to: 1.55 });
});

test('cuts an explosion off at two falls above the first loss', () => {
  const range = lossRange(pointsOf([4, 3, 2, 5, 1e6]));
  expect(range?.from).toBeCloseTo(2 - 0.3, 10);
  expect(range?.to).toBeCloseTo(8 + 0.3, 10);
});

test('cuts it off at a quarter above the first loss where there was hardly a fall', () => {
  const range = lossRange(pointsOf([4, 4, 4, 3.99, 1e6]));
  expect(range?.to).toBeCloseTo(5 + 0.05 * (5 - 3.99), 10);
});

test('shows every raw loss before the lowest smoothed one', () => {
  const range = lossRange(pointsOf([1, 1, 0.5, 2], [1, 9, 0.1, 100]));
  expect(range?.from).toBeLessThan(0.1);
  expect(range?.to).toBeGreaterThan(9);
  expect(range?.to).toBeLessThan(10);
});

test('measures the fall of a loss below zero as well', () => {
  const range = lossRange(pointsOf([-1, -2, 50]));
  expect(range?.to).toBeCloseTo(1 + 0.15, 10);
});

test('leaves out points whose smoothed loss is not known', () => {
  const points = pointsOf([1, 1, 0.5, 1.5]);
  const unknown = { learningRate: 1, loss: 1e9, smoothed: null };
  expect(lossRange([unknown, ...points, unknown])).toEqual(lossRange(points));
  expect(lossRange([unknown])).toBeUndefined();
});

test('is never empty', () => {
  for (const loss of [3, 0, -3]) {
    const range = lossRange(pointsOf([loss]));
    expect(range?.to).toBeGreaterThan(loss);
    expect(range?.from).toBeLessThan(loss);
  }
});
