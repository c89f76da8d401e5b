import { expect, test } from 'vitest';
import type { BacktestFold } from '../../../../engine/protocol.ts';
import { foldChart } from '../../../../webview/forecasts/foldChart.ts';
import { stepChart, stepMetrics } from '../../../../webview/forecasts/stepChart.ts';
import type { Theme } from '../../../../webview/theme.ts';
import { resultOf } from '../backtest/resultOf.ts';

const theme = { train: 'blue', valid: 'yellow', muted: 'grey', future: 'purple' } as Theme;
const { verdict } = resultOf();
const plot: BacktestFold = {
  xIsTime: false,
  decimals: 1,
  x: [7, 8, 9, 10],
  actual: [1, 2, 3, null],
  forecasts: { model: [null, null, 3.5, 4], seasonalNaive: [null, null, 1, 2] },
  low: [null, null, 3.2, 3],
  high: [null, null, 4, 5],
};

test('the forecast of a fold begins at its mark, within its band, beside the truth and the best baseline', () => {
  const { lines, marks, band, formatX } = foldChart(plot, { key: '0 1', verdict }, theme);
  expect(marks).toEqual([{ x: 9, label: 'forecast from here' }]);
  expect(lines.filter(({ isUnlisted }) => !isUnlisted).map(({ label }) => label)).toEqual([
    'same hour yesterday',
    'actual',
    'model',
  ]);
  expect([lines[band!.low]?.y, lines[band!.high]?.y]).toEqual([plot.low, plot.high]);
  expect(formatX(9)).toBe('row 9');
});

test('its summary counts what lies in the interval, of what is known', () => {
  expect(foldChart(plot, { key: '', verdict }, theme).summary).toBe(
    '1 rows were forecast; 0 of them lie in the interval.',
  );
});

test('a series that could not be forecast has no mark', () => {
  const none = { ...plot, forecasts: {}, low: [null, null, null, null], high: [null, null, null, null] };
  const { marks, summary, lines } = foldChart(none, { key: '', verdict }, theme);
  expect([marks, summary]).toEqual([undefined, '0 rows were forecast.']);
  expect(lines.at(-1)?.y).toEqual([]);
});

test('the error by rows ahead is drawn for the model, its network and the best baseline', () => {
  const { lines, summary, formatX } = stepChart(resultOf(), 'mae', undefined, theme);
  expect(lines.map(({ label, y }) => [label, y])).toEqual([
    ['same hour yesterday', [2, 2.25]],
    ['network alone', [3, null]],
    ['model, mae', [1, 2.5]],
  ]);
  expect(summary).toBe('From 1.00 one row ahead to 2.50 at 2.');
  expect(formatX(2)).toBe('2 ahead');
});

test('coverage by rows ahead is drawn beside what it should be, and no baseline has any', () => {
  const byStep = [0.9, 0.7].map((coverage) => ({ model: { mae: 1, coverage }, seasonalNaive: { mae: 2 } }));
  expect(stepMetrics(byStep)).toEqual(['mae', 'coverage']);
  const { lines } = stepChart({ byStep, verdict }, 'coverage', undefined, theme);
  expect(lines.map(({ label, y }) => [label, y])).toEqual([
    ['as it should be', [0.8, 0.8]],
    ['model, coverage', [0.9, 0.7]],
  ]);
});
