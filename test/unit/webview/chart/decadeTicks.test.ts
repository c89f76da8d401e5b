import { expect, test } from 'vitest';
import { decadeTicks } from '../../../../webview/chart/decadeTicks.ts';

/** What the axis would say at the ticks. */
const values = (from: number, to: number, most: number): number[] =>
  decadeTicks(from, to, most).map((tick) => Number((10 ** tick).toPrecision(3)));

test('puts ticks at every power of ten, the ends included, where there is room for no more', () => {
  expect(values(-7, 1, 10)).toEqual([1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10]);
});

test('keeps a tick at an end that rounding has moved by 1e-12', () => {
  expect(values(-3 + 1e-12, -1 - 1e-12, 3)).toEqual([0.001, 0.01, 0.1]);
});

test('leaves powers out, evenly, where there is less room', () => {
  expect(values(-7, 1, 5)).toEqual([1e-7, 1e-5, 1e-3, 0.1, 10]);
  expect(values(-7, 1, 3)).toEqual([1e-7, 1e-4, 0.1]);
  expect(values(-7, 1, 0.2)).toEqual([1e-7]);
});

test('puts ticks at 1, 2 and 5, and then at every digit, where there is room', () => {
  expect(values(-2, 0, 8)).toEqual([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]);
  expect(values(-1, 0, 12)).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
});

test('has ticks between two powers of ten that are too close for 1, 2 and 5', () => {
  expect(values(Math.log10(0.55), Math.log10(0.95), 3)).toEqual([0.6, 0.8]);
});

test('puts three even ticks between two neighbouring digits', () => {
  const ticks = decadeTicks(-1.59, -1.55, 8);
  expect(ticks.map((tick) => Number(tick.toFixed(4)))).toEqual([-1.586, -1.57, -1.554]);
});
