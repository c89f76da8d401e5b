import { expect, test } from 'vitest';
import { smooth } from '../../../../../webview/panel/curves/smooth.ts';

const curve = (points: number): { x: number[]; y: number[] } => {
  const x = Array.from({ length: points }, (_, index) => (index / (points - 1)) * 100);
  return { x, y: x.map((value) => Math.exp(-value / 20) + 0.2 * Math.sin(value / 3)) };
};

test('leaves the values alone at strength 0', () => {
  expect(smooth([0, 1, 2], [3, 1, 2], 0)).toEqual([3, 1, 2]);
});

test('gives the same curve within 1 % whether a run reports 500 or 5,000 times', () => {
  const coarse = curve(501);
  const fine = curve(5001);
  const a = smooth(coarse.x, coarse.y, 0.6);
  const b = smooth(fine.x, fine.y, 0.6);
  const differences = a.map((value, index) => Math.abs(value - b[index * 10]!));
  expect(Math.max(...differences)).toBeLessThan(0.01);
});

test('keeps a constant exactly, from the first point to the last', () => {
  for (const value of smooth([0, 1, 5, 100], [7, 7, 7, 7], 0.9)) expect(value).toBeCloseTo(7, 12);
});

test('does not lag behind a straight slope away from its ends', () => {
  const x = Array.from({ length: 1001 }, (_, index) => index);
  expect(smooth(x, x, 0.5)[500]).toBeCloseTo(500, 6);
});

test('takes away at least nine tenths of alternating noise at strength 0.8', () => {
  const x = Array.from({ length: 1000 }, (_, index) => index);
  const y = x.map((value) => (value % 2 === 0 ? 1 : -1));
  expect(Math.max(...smooth(x, y, 0.8).map(Math.abs))).toBeLessThan(0.1);
});

test('survives a single point', () => {
  expect(smooth([4], [0.5], 0.6)).toEqual([0.5]);
});
