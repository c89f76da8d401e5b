import { expect, test } from 'vitest';
import type { EpochEvent } from '../../../../engine/protocol.ts';
import { describeTask } from '../../../../engine/tasks/describeTask.ts';
import { taskOf } from '../../../../engine/tasks/findTask.ts';
import { comparisonChart } from '../../../../webview/panel/comparisonChart.ts';
import { RunHistory } from '../../../../webview/panel/runHistory.ts';
import type { ComparedRun } from '../../../../webview/protocol.ts';
import type { Theme } from '../../../../webview/theme.ts';

const theme: Theme = {
  foreground: 'black',
  muted: 'grey',
  grid: 'grey',
  background: 'white',
  train: 'blue',
  valid: 'yellow',
  best: 'green',
  future: 'purple',
  error: 'red',
};
const metric = { task: describeTask(taskOf({ task: 'classification' })), metric: 'accuracy' };
const epoch = (number: number, accuracy: number): EpochEvent => ({
  event: 'epoch',
  epoch: number,
  epochs: 2,
  step: number * 10,
  trainLoss: 1,
  validLoss: 1,
  metrics: { accuracy },
  baselines: {},
  learningRate: 0.1,
  isBest: true,
  seconds: number / 2,
  perSecond: 1,
  eta: 1,
});
const history = new RunHistory();
history.append([epoch(1, 0.5), epoch(2, 0.75)]);
const other: ComparedRun = {
  id: 'b',
  title: 'gru 32 · 9:35 PM',
  epoch: [1, 2, 3],
  step: [5, 10, 15],
  time: [1, 2, 3],
  value: [0.25, null, 0.5],
};

test('draws every run over the chosen axis in the unit of the metric, this one first', () => {
  const chart = comparisonChart(history, [other], metric, 'step', theme);
  expect(chart.lines.map(({ label, x, y }) => [label, x, y])).toEqual([
    ['this run, accuracy', [10, 20], [0.5, 0.75]],
    ['gru 32 · 9:35 PM', [5, 10, 15], [0.25, null, 0.5]],
  ]);
  expect(chart.formatY(0.5)).toBe('50.0 %');
  expect(chart.summary).toBe('gru 32 · 9:35 PM: 50.0 %');
  expect(comparisonChart(history, [other], metric, 'time', theme).lines[0]?.x).toEqual([0.5, 1]);
});

test('gives each of five runs a colour of its own', () => {
  const five = Array.from({ length: 5 }, (_, index) => ({ ...other, id: String(index) }));
  const { lines } = comparisonChart(history, five, metric, 'epoch', theme);
  expect(new Set(lines.map(({ color }) => color)).size).toBe(6);
});
