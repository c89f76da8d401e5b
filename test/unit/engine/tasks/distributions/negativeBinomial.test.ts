import { describe, expect, test } from 'vitest';
import {
  type CountDistribution,
  countAt,
  countsOf,
  countsWithin,
  logProbability,
  scoreOfCount,
  scoreWithin,
  widthToCount,
} from '../../../../../engine/tasks/distributions/negativeBinomial.ts';
import { normalQuantile } from '../../../../../engine/tasks/simple/normalQuantile.ts';

/** Probabilities from 0 on by p_0 = (r / (r + m))^r, p_{k+1} = p_k (r + k) / (k + 1) · m / (r + m). */
const probabilities = ({ mean, dispersion }: CountDistribution, count: number): number[] => {
  const r = 1 / dispersion;
  const found = [(r / (r + mean)) ** r];
  for (let k = 0; k < count; k++) found.push(((found[k] ?? NaN) * (r + k) * mean) / ((k + 1) * (r + mean)));
  return found;
};

const cases: readonly CountDistribution[] = [
  { mean: 0.2, dispersion: 0.5 },
  { mean: 0.9, dispersion: 9 },
  { mean: 4, dispersion: 0.3 },
  { mean: 30, dispersion: 1 },
  { mean: 90, dispersion: 0.05 },
];

describe.each(cases)('a negative binomial distribution, mean $mean and dispersion $dispersion', (of) => {
  const each = probabilities(of, 400);

  test('has the probabilities of its definition within a part in 10^9', () => {
    for (const count of [0, 1, 2, 7, 60]) {
      expect(Math.abs(Math.exp(logProbability(count, of)) / (each[count] ?? NaN) - 1)).toBeLessThan(1e-9);
    }
  });

  test('has their sum below each count, as deviations of a normal distribution within 1e-6', () => {
    let below = 0;
    for (let count = 0; count < 60; count++) {
      below += each[count] ?? NaN;
      // Of what is left above the sum itself loses the digits.
      if (below < 1 - 1e-7) expect(scoreOfCount(count, of)).toBeCloseTo(normalQuantile(below), 6);
    }
  });

  test('has quantiles that are whole numbers, each the first with at least that share below, and never cross', () => {
    let last = { low: Infinity, high: -Infinity };
    for (const share of [0.2, 0.5, 0.8, 0.95, 0.98]) {
      const { low, high } = countsWithin(normalQuantile((1 + share) / 2), of);
      const first = (part: number): number => {
        let sum = 0;
        return each.findIndex((one) => (sum += one) >= part);
      };
      expect([low, high]).toEqual([
        Math.min(Math.floor(of.mean), first((1 - share) / 2)),
        Math.max(Math.ceil(of.mean), first((1 + share) / 2)),
      ]);
      expect(low).toBeLessThanOrEqual(last.low === Infinity ? low : last.low);
      expect(high).toBeGreaterThanOrEqual(last.high);
      last = { low, high };
    }
  });

  test('has a count at each share, which lies within the share that it has itself', () => {
    let below = 0;
    for (let count = 0; count < 40 && below < 0.999; count++) {
      const share = each[count] ?? NaN;
      for (const part of [0.1, 0.5, 0.9]) {
        const score = normalQuantile(below + part * share);
        expect(scoreWithin(count, of, part)).toBeCloseTo(score, 6);
        if (share > 1e-5) expect(countAt(score, of)).toBe(count);
      }
      below += share;
    }
  });

  test('has intervals that reach a count from its width on, and not before', () => {
    for (let count = 0; count < 40; count++) {
      const width = widthToCount(count, of);
      const { low, high } = countsWithin(width, of);
      expect(count >= low && count <= high).toBe(true);
      if (width < 1e-3) continue;
      const within = countsWithin(width - 1e-6, of);
      expect(count >= within.low && count <= within.high).toBe(false);
    }
  });
});

test('the unit of a target divides the dispersion by its root, as DeepAR has it', () => {
  expect(countsOf({ above: 0.6, below: 0.6 }, 70, 9)).toEqual({ mean: 70, dispersion: 0.6 / 3 });
});

test.each([
  // As many as of a Poisson distribution with a hundredth more variance.
  ['no dispersion at all', { mean: 20, dispersion: 1e-13 }, 13, 28],
  ['a mean of 0', { mean: 0, dispersion: 1 }, 0, 0],
  ['large counts', { mean: 1e6, dispersion: 1e-4 }, 983_527, 1_016_588],
  ['a mean that is not known', { mean: NaN, dispersion: 1 }, NaN, NaN],
] as const)('%s has its interval of nine tenths too', (_, of, low, high) => {
  expect(countsWithin(normalQuantile(0.95), of)).toEqual({ low, high });
});

test('a width beyond all digits still ends at a count', () => {
  const { low, high } = countsWithin(1e9, { mean: 3, dispersion: 0.1 });
  expect(low).toBe(0);
  expect(Number.isInteger(high)).toBe(true);
});
