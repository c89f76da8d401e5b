import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../../../engine/compute/random.ts';
import {
  patternIn,
  residualCorrelations,
} from '../../../../../../engine/tasks/forecast/errors/residualCorrelations.ts';

const noise = (seed: number, length: number): Float64Array => {
  const random = createRandom(seed);
  return Float64Array.from({ length }, () => random.normal());
};
const patternOf = (values: Float64Array, season = 0) => residualCorrelations([values], season)?.pattern;

describe('autocorrelations of residuals', () => {
  test('are those worked out by hand', () => {
    // Around their mean of 3 they are −2, −1, 0, 1, 2, four times: squares of 40 in all.
    const values = Float64Array.of(1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5);
    const { values: correlations = [], bound } = residualCorrelations([values], 5) ?? {};
    const rest = [...values].map((value) => value - 3);
    const by = (lag: number): number =>
      rest.slice(lag).reduce((sum, value, row) => sum + value * (rest[row] ?? NaN), 0) / 40;
    expect(correlations[0]).toBeCloseTo((4 * (2 + 0 + 0 + 2) - 3 * 4) / 40, 12);
    expect(correlations[4]).toBeCloseTo(30 / 40, 12);
    for (const [index, correlation] of correlations.entries()) expect(correlation).toBeCloseTo(by(index + 1), 12);
    expect(bound).toBeCloseTo(1.96 / Math.sqrt(20), 12);
  });

  test('of several series pair no row of one with a row of another, nor with one that is not known', () => {
    const rising = Float64Array.from({ length: 12 }, (_, row) => row);
    const both = residualCorrelations([rising, rising], 0);
    const alone = residualCorrelations([rising], 0);
    expect(both?.values[0]).toBeCloseTo(alone?.values[0] ?? NaN, 12);
    const gap = Float64Array.from([...rising, NaN, ...rising]);
    expect(residualCorrelations([gap], 0)?.values[0]).toBeCloseTo(alone?.values[0] ?? NaN, 12);
  });

  test('are told up to two seasons, as far as a quarter of the residuals has another so far apart', () => {
    expect(residualCorrelations([noise(1, 1000)], 24)?.values).toHaveLength(48);
    expect(residualCorrelations([noise(1, 40)], 24)?.values).toHaveLength(30);
  });

  test('are none of residuals that are all alike, and of a few', () => {
    expect(residualCorrelations([new Float64Array(50).fill(3)], 0)).toBeUndefined();
    expect(residualCorrelations([noise(1, 10)], 0)).toBeUndefined();
  });
});

describe('the pattern in residuals', () => {
  test('is none in white noise, but for 1 of 10 seeds by chance', () => {
    const found = Array.from({ length: 200 }, (_, seed) => patternOf(noise(seed, 300), 24)?.kind);
    expect(found.filter((kind) => kind !== 'none').length).toBeLessThanOrEqual(20);
  });

  test('is a season that was not learned, whether it was asked about or not', () => {
    const hourly = noise(1, 600).map((value, row) => value + 1.5 * Math.sin((2 * Math.PI * row) / 24));
    expect(patternOf(hourly, 24)).toEqual({ kind: 'season', lag: 24 });
    const weekly = noise(2, 600).map((value, row) => value + (row % 7 === 0 ? 4 : 0));
    const found = patternOf(weekly, 24);
    expect(found?.kind).toBe('season');
    expect(found && 'lag' in found ? found.lag % 7 : undefined).toBe(0);
  });

  test('is a likeness to the row before that fades, and no season', () => {
    let last = 0;
    const fading = noise(3, 600).map((value) => (last = 0.8 * last + value));
    expect(patternOf(fading, 24)).toEqual({ kind: 'follows' });
    const swinging = noise(4, 600).map((value, row, all) => value - 0.7 * (all[row - 1] ?? 0));
    expect(patternOf(swinging, 24)).toEqual({ kind: 'alternates' });
  });

  test('is a likeness to some row before that is no peak of a season', () => {
    expect(patternIn([0, 0, 0, -0.5, 0, 0], 0.1, 0)).toEqual({ kind: 'lag', lag: 4 });
  });

  test('is not what lies beyond the bounds of very many residuals and is too weak to matter', () => {
    expect(patternIn([0.05, 0.04, 0.06], 0.01, 3)).toEqual({ kind: 'none' });
  });
});
