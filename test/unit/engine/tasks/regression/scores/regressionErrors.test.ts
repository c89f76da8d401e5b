import { describe, expect, test } from 'vitest';
import type { Metrics } from '../../../../../../engine/protocol.ts';
import { RegressionErrors } from '../../../../../../engine/tasks/regression/scores/regressionErrors.ts';

const metricsOf = (actual: readonly (readonly number[])[], predicted: readonly (readonly number[])[]): Metrics => {
  const errors = new RegressionErrors(actual[0]!.length);
  actual.forEach((row, at) => row.forEach((value, target) => errors.add(target, value, predicted[at]![target]!)));
  return errors.metrics();
};
const one = (values: readonly number[]): number[][] => values.map((value) => [value]);

// The examples of scikit-learn's own pages on mean_absolute_error, root_mean_squared_error and r2_score.
describe('errors are those that scikit-learn tells', () => {
  test('of one target', () => {
    const { mae, rmse, r2 } = metricsOf(one([3, -0.5, 2, 7]), one([2.5, 0, 2, 8]));
    expect(mae).toBe(0.5);
    expect(rmse).toBeCloseTo(0.612372435695794, 15);
    expect(r2).toBeCloseTo(0.9486081370449679, 15);
  });

  test('of two targets: the plain mean of each', () => {
    const actual = [
      [0.5, 1],
      [-1, 1],
      [7, -6],
    ];
    const predicted = [
      [0, 2],
      [-1, 2],
      [8, -5],
    ];
    const { mae, rmse, r2 } = metricsOf(actual, predicted);
    expect(mae).toBe(0.75);
    expect(rmse).toBeCloseTo(0.8227486121839513, 15);
    expect(r2).toBeCloseTo((0.96543778801843316 + 0.90816326530612246) / 2, 14);
  });

  test('worse than the mean is below 0', () => {
    expect(metricsOf(one([1, 2, 3]), one([3, 2, 1])).r2).toBe(-3);
  });

  test('of values far from 0 as of the same near it', () => {
    const far = metricsOf(one([1e9 + 3, 1e9 - 0.5, 1e9 + 2, 1e9 + 7]), one([1e9 + 2.5, 1e9, 1e9 + 2, 1e9 + 8]));
    expect(far.r2).toBeCloseTo(0.9486081370449679, 9);
  });
});

test('what is not known is left out, and R² is null where there are not two values to explain', () => {
  expect(metricsOf(one([1, NaN, 3]), one([2, 100, 3]))).toEqual({ mae: 0.5, rmse: Math.SQRT1_2, r2: 0.5 });
  expect(metricsOf(one([4, 4, 4]), one([4, 5, 4])).r2).toBe(null);
  expect(metricsOf(one([4]), one([5]))).toEqual({ mae: 1, rmse: 1, r2: null });
  expect(
    metricsOf(
      [
        [4, 1],
        [4, 2],
      ],
      [
        [4, 1],
        [4, 2],
      ],
    ),
  ).toEqual({ mae: 0, rmse: 0, r2: null });
  expect(metricsOf(one([NaN]), one([5]))).toEqual({});
  expect(Number.isNaN(metricsOf(one([1, 2]), one([NaN, 2])).mae)).toBe(true);
});
