import { expect, test } from 'vitest';
import { forecastLines } from '../../../../../webview/tasks/forecast/forecastLines.ts';

const series = {
  column: 'temp',
  decimals: 1,
  x: [0, 1, 2, 3, 4],
  actual: [5, null, 7, null, null],
  predicted: [null, 6, 7.5, 8, 9],
  low: [null, 5, 6, 7, 8],
  high: [null, 7, 8, 9, 10],
};

test('cuts the prediction at the last known value and joins the future on to it', () => {
  const lines = forecastLines(series);
  expect(lines.predicted).toEqual({ x: [0, 1, 2], y: [null, 6, 7.5] });
  expect(lines.future).toEqual({ x: [2, 3, 4], y: [7, 8, 9] });
  expect(lines.futureStart).toBe(3);
});

test('has no future when the plot ends with the file', () => {
  const lines = forecastLines({ ...series, actual: [5, 6, 7, 8, 9] });
  expect(lines.future.x).toEqual([]);
  expect(lines.futureStart).toBeUndefined();
});
