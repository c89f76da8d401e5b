import { expect, test } from 'vitest';
import { classMetrics } from '../../../../../engine/tasks/labels/classMetrics.ts';
import { ForecastErrors, naiveError } from '../../../../../engine/tasks/forecast/forecastMetrics.ts';
import { Numbers } from '../../../../../engine/files/columns/numbers.ts';

test('MAE, RMSE, sMAPE of 0 to 200 and MASE are those worked out by hand', () => {
  const errors = new ForecastErrors([2]);
  errors.add(0, 10, 13);
  errors.add(0, 4, 4);
  errors.add(0, 0, 0);
  errors.add(0, -1, 0);
  const { mae, rmse, smape, mase } = errors.metrics();
  expect(mae).toBeCloseTo((3 + 0 + 0 + 1) / 4, 12);
  expect(rmse).toBeCloseTo(Math.sqrt((9 + 1) / 4), 12);
  // 200 * mean(3/23, 0/8, 0 by definition, 1/1)
  expect(smape).toBeCloseTo((200 * (3 / 23 + 1)) / 4, 12);
  expect(mase).toBeCloseTo(1 / 2, 12);
});

test('MASE divides each target by its own naive error', () => {
  const errors = new ForecastErrors([1, 100]);
  errors.add(0, 5, 7);
  errors.add(1, 500, 200);
  expect(errors.metrics()['mase']).toBeCloseTo((2 / 1 + 300 / 100) / 2, 12);
});

test('there is no MASE where the naive forecast is never wrong, and no metric without an example', () => {
  const errors = new ForecastErrors([0]);
  expect(errors.metrics()).toEqual({});
  errors.add(0, 1, 2);
  expect(Object.keys(errors.metrics())).toEqual(['mae', 'rmse', 'smape']);
});

test('the naive error skips pairs with a missing value and looks at the first rows only', () => {
  const values = Numbers.of(Float64Array.of(1, 4, NaN, 9, 5, 1000));
  expect(naiveError(values, 5, 1)).toBe((3 + 4) / 2);
  expect(naiveError(values, 5, 3)).toBe((8 + 1) / 2);
  expect(naiveError(Numbers.of(Float64Array.of(1, 2)), 2, 3)).toBeNaN();
});

test('accuracy and macro F1 are those worked out by hand', () => {
  // Class 0: 2 of 3 found, 1 false alarm; class 1: 1 of 2, 1 false alarm; class 2 neither occurs nor is predicted.
  const { accuracy, f1Macro } = classMetrics([0, 0, 0, 1, 1], [0, 0, 1, 1, 0], 3);
  expect(accuracy).toBeCloseTo(3 / 5, 12);
  expect(f1Macro).toBeCloseTo((4 / 6 + 2 / 4) / 2, 12);
  expect(classMetrics([], [], 3)).toEqual({});
});
