import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../../engine/compute/random.ts';
import { guerreroLambda } from '../../../../../engine/encoding/transform/guerreroLambda.ts';

const passengers = Float64Array.from(
  readFileSync(new URL('../../../../../samples/airline-passengers.csv', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1),
  (line) => Number(line.split(',').at(-1)),
);

/** A season of 12 around a level that grows fourfold, whose spread is the level to some power. */
const madeSeries = (power: number): Float64Array => {
  const random = createRandom(8);
  return Float64Array.from({ length: 1200 }, (_, row) => {
    const level = 100 * 4 ** (Math.floor(row / 12) / 100);
    return level + 0.05 * level ** power * (Math.sin((row * Math.PI) / 6) + 0.1 * random.normal());
  });
};

/** Coefficient of variation of s / m^(1 − λ) over the years, in the plainest words. */
const naiveVariation = (lambda: number): number => {
  const ratios: number[] = [];
  for (let year = 0; year < 12; year++) {
    const months = passengers.subarray(12 * year, 12 * year + 12);
    const mean = months.reduce((sum, value) => sum + value, 0) / 12;
    const variance = months.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 11;
    ratios.push(Math.sqrt(variance) / mean ** (1 - lambda));
  }
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / 12;
  return Math.sqrt(ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0) / 11) / mean;
};

describe('λ by Guerrero', () => {
  test('of the airline passengers is −0.2947, the least of a grid of 0.0001', () => {
    const grid = Array.from({ length: 30_001 }, (_, at) => -1 + at / 10_000);
    const least = grid.reduce((best, lambda) => (naiveVariation(lambda) < naiveVariation(best) ? lambda : best), 0);
    expect(least).toBeCloseTo(-0.2947, 10);
    expect(guerreroLambda(passengers, 12, { least: -1, most: 2 })).toBeCloseTo(least, 4);
  });

  test('is looked for from 0 to 1', () => {
    expect(guerreroLambda(passengers, 12)).toBe(0);
    expect(
      guerreroLambda(
        passengers.map((value) => 700 - value),
        12,
      ),
    ).toBe(1);
  });

  test.each([
    [1, 0],
    [0.5, 0.5],
    [0, 1],
  ])('where the spread is the level to the power %d is about %d', (power, lambda) => {
    expect(Math.abs(guerreroLambda(madeSeries(power), 12) - lambda)).toBeLessThan(0.06);
  });

  test('does not depend on the unit', () => {
    const values = madeSeries(0.5);
    const lambda = guerreroLambda(values, 12);
    for (const unit of [1e-150, 1e-6, 1e6, 1e150]) {
      expect(
        guerreroLambda(
          values.map((value) => value * unit),
          12,
        ),
      ).toBeCloseTo(lambda, 5);
    }
  });

  test('leaves missing values out', () => {
    const values = madeSeries(0.5).map((value, row) => (row % 17 === 0 ? NaN : value));
    expect(Math.abs(guerreroLambda(values, 12) - 0.5)).toBeLessThan(0.1);
  });

  test.each([
    ['a constant series', new Float64Array(100).fill(5)],
    ['another one', new Float64Array(100).fill(0.7)],
    ['zeros', new Float64Array(100)],
    ['no values', new Float64Array(100).fill(NaN)],
    ['two stretches', Float64Array.from({ length: 30 }, (_, row) => row + 1)],
    ['no rows', new Float64Array(0)],
  ])('is 1 for %s, which tell nothing', (_, values) => {
    expect(guerreroLambda(values, 12)).toBe(1);
  });
});
