import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  decodedValue,
  encodedValue,
  logSlope,
  restored,
  transformed,
  type ValueTransform,
  valueTransformSchema,
} from '../../../../../engine/encoding/transform/valueTransform.ts';
import { createRandom } from '../../../../../engine/compute/random.ts';

interface Case {
  readonly lambda: number;
  readonly values: readonly number[];
  readonly transformed: readonly number[];
}

/** What `test/golden/transform/makeTransforms.py` wrote. */
const { cases } = JSON.parse(
  readFileSync(new URL('../../../../golden/transform/transforms.json', import.meta.url), 'utf8'),
) as { readonly cases: readonly Case[] };

const kinds: readonly ValueTransform[] = [
  { kind: 'log', floor: 0.25 },
  { kind: 'log', floor: 1e-200 },
  { kind: 'log1p' },
  ...[0, 1e-9, 0.1, 0.5, 1, 2].map((lambda) => ({ kind: 'boxcox' as const, floor: 0.25, lambda })),
];

/** The definition, in the plainest words. */
const naive = (value: number, by: ValueTransform): number => {
  const inFloors = by.kind === 'log1p' ? 1 + value : value / by.floor;
  if (inFloors < 1) return inFloors - 1;
  const lambda = by.kind === 'boxcox' ? by.lambda : 0;
  return lambda === 0 ? Math.log(inFloors) : (inFloors ** lambda - 1) / lambda;
};

const relative = (value: number, other: number, unit = Math.abs(other)): number => Math.abs(value - other) / unit;

describe.each(kinds)('$kind $lambda from $floor on', (by) => {
  const random = createRandom(3);
  const floor = by.kind === 'log1p' ? 1 : by.floor;
  const above = Array.from({ length: 300 }, () => floor * Math.exp(random.next() * 60));
  const below = Array.from({ length: 300 }, () => floor * (1 - random.next() * 40));

  test('is its definition within 1e-9', () => {
    // With λ = 1e-9 the definition itself loses the digits.
    const bound = by.kind === 'boxcox' && by.lambda === 1e-9 ? 1e-5 : 1e-9;
    for (const value of [...above, ...below]) {
      expect(Math.abs(transformed(value, by) - naive(value, by))).toBeLessThan(
        bound * Math.max(1, Math.abs(naive(value, by))),
      );
    }
  });

  test('comes back within 1e-12 of the value, below its floor of the floor', () => {
    for (const value of above) expect(relative(restored(transformed(value, by), by), value)).toBeLessThan(1e-12);
    for (const value of below) {
      expect(relative(restored(transformed(value, by), by), value, Math.max(floor, Math.abs(value)))).toBeLessThan(
        1e-12,
      );
    }
  });

  test('grows everywhere, without a step where the line begins', () => {
    const ascending = [...above, ...below, 0, floor].sort((a, b) => a - b);
    for (const [index, value] of ascending.entries()) {
      const before = ascending[index - 1];
      if (before !== undefined && before < value) {
        expect(transformed(value, by)).toBeGreaterThan(transformed(before, by));
      }
    }
    const start = by.kind === 'log1p' ? 0 : floor;
    expect(transformed(start, by)).toBe(0);
    expect(transformed(start + floor * 1e-6, by)).toBeCloseTo(1e-6, 10);
    expect(transformed(start - floor * 1e-6, by)).toBeCloseTo(-1e-6, 10);
  });

  test('has the slope of its difference quotient within 1e-6', () => {
    for (const value of [0.01, 0.1, 0.7, 3, 200]) {
      const step = value * 1e-4;
      const slope = (transformed(value + step, by) - transformed(value - step, by)) / (2 * step);
      expect(Math.abs(Math.exp(logSlope(value, by)) / slope - 1)).toBeLessThan(1e-6);
    }
  });

  test('is undone together with a scale', () => {
    const scale = { offset: 3, scale: 0.5, transform: by };
    for (const value of above) {
      const encoded = encodedValue(value, scale);
      expect(encoded).toBe((transformed(value, by) - 3) / 0.5);
      expect(relative(decodedValue(encoded, scale), value)).toBeLessThan(1e-11);
    }
  });

  test('leaves what is missing missing, and is what a model file may have', () => {
    expect(transformed(NaN, by)).toBeNaN();
    expect(restored(NaN, by)).toBeNaN();
    expect(valueTransformSchema.parse(by)).toEqual(by);
  });
});

test.each(cases)(
  'Box–Cox with λ = $lambda is that of SciPy within 1e-12',
  ({ lambda, values, transformed: golden }) => {
    const by: ValueTransform = { kind: 'boxcox', floor: 1, lambda };
    for (const [index, value] of values.entries()) {
      const wanted = golden[index] ?? NaN;
      expect(Math.abs(transformed(value, by) - wanted)).toBeLessThanOrEqual(1e-12 * Math.abs(wanted));
      expect(relative(restored(wanted, by), value)).toBeLessThan(1e-12);
    }
  },
);

test('without a transform a value is itself', () => {
  expect(transformed(-3.5, undefined)).toBe(-3.5);
  expect(restored(-3.5, undefined)).toBe(-3.5);
});

test.each([
  { kind: 'log' },
  { kind: 'log', floor: 0 },
  { kind: 'log', floor: -1 },
  { kind: 'boxcox', floor: 1 },
  { kind: 'boxcox', floor: 1, lambda: -0.5 },
  { kind: 'boxcox', floor: 1, lambda: 3 },
  { kind: 'root', floor: 1 },
])('%j is no transform', (wrong) => {
  expect(valueTransformSchema.safeParse(wrong).success).toBe(false);
});
