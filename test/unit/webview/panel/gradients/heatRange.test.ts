import { expect, test } from 'vitest';
import { heatRange } from '../../../../../webview/panel/gradients/heatRange.ts';

/** Norms whose logarithms are spread evenly from −8 to −2. */
const even = Array.from({ length: 601 }, (_, index) => 10 ** (-8 + index / 100));
const rangeOf = (...profiles: (number | null)[][]) => heatRange({ steps: profiles.map((_, step) => step), profiles });

test('spans the logarithms of all norms but a hundredth at either end', () => {
  expect(rangeOf(even)?.from).toBeCloseTo(-7.94, 6);
  expect(rangeOf(even)?.to).toBeCloseTo(-2.06, 6);
});

test('is moved by less than a tenth of a decade by one norm that explodes', () => {
  const range = rangeOf(even, [1e30]);
  expect(range?.to).toBeGreaterThan(-2.06 - 0.1);
  expect(range?.to).toBeLessThan(-2);
});

test('is two decades wide around norms that are nearly the same', () => {
  const range = rangeOf([0.1, 0.1, 0.1]);
  expect(range?.from).toBeCloseTo(-2, 10);
  expect(range?.to).toBeCloseTo(0, 10);
});

test('leaves out zeros and what is not finite, and is undefined without anything else', () => {
  expect(rangeOf([0, NaN, Infinity, null, ...even])).toEqual(rangeOf(even));
  expect(rangeOf([0, NaN], [])).toBeUndefined();
  expect(rangeOf()).toBeUndefined();
});

test('finds the range of 600,000 norms within a tenth of a decade from a part of them', () => {
  const profiles = Array.from({ length: 200 }, (_, step) =>
    Array.from({ length: 3000 }, (_, time) => 10 ** (-8 + (6 * ((time * 7 + step) % 3000)) / 3000)),
  );
  const range = rangeOf(...profiles);
  expect(Math.abs((range?.from ?? 0) + 7.94)).toBeLessThan(0.1);
  expect(Math.abs((range?.to ?? 0) + 2.06)).toBeLessThan(0.1);
});
