import { expect, test } from 'vitest';
import type { RunRecord } from '../../../../engine/protocol.ts';
import { describeTask } from '../../../../engine/tasks/describeTask.ts';
import { taskOf } from '../../../../engine/tasks/findTask.ts';
import {
  type RunProgress,
  formatDuration,
  formatMetric,
  formatNumber,
  headlineOf,
  headlineText,
  metricsTable,
  progressAfter,
  progressText,
  runTitle,
} from '../../../../src/runs/runText.ts';

const words = { naive: 'naive', onTest: (shown: string) => `test ${shown}` };
const forecast = describeTask(taskOf({ task: 'forecast' }));
const languageModel = describeTask(taskOf({ task: 'languageModel' }));
const classification = describeTask(taskOf({ task: 'classification' }));
/** Of a record only what its texts are made of. */
const record = {
  file: '/data/weather.csv',
  config: { task: 'forecast', model: { cell: 'lstm', hiddenSize: 64, numLayers: 1 } },
  headline: { metric: 'mae', lowerIsBetter: true },
  baselines: { seasonalNaive: { mae: 2.6 }, lastValue: { mae: 2.371 } },
  best: { epoch: 11, validLoss: 0.1, metrics: { mae: 1.912 } },
} as unknown as RunRecord;

test('numbers have three significant digits and no more than they need', () => {
  expect([0.18234, 1.9, 2, 284.4, 0, 123456, 0.0004213, 2e7].map(formatNumber)).toEqual([
    '0.182',
    '1.9',
    '2',
    '284',
    '0',
    '123456',
    '4.21e-4',
    '2.00e+7',
  ]);
  expect(formatNumber(NaN)).toBe('NaN');
});

test('metrics are called and written as their task has it', () => {
  expect(formatMetric(forecast, 'mae', 1.912)).toBe('MAE 1.91');
  expect(formatMetric(languageModel, 'crossEntropy', 1.87)).toBe('1.87 nats/symbol');
  expect(formatMetric(classification, 'accuracy', 0.9716)).toBe('accuracy 97.2 %');
  expect(formatMetric(undefined, 'meanError', 0.9716)).toBe('mean error 0.972');
});

test('a run is called by its file and network', () => {
  expect(runTitle(record)).toBe('weather.csv · lstm 64');
  const deep = {
    ...record,
    config: { ...record.config, model: { ...record.config.model, numLayers: 2 } },
  } as RunRecord;
  expect(runTitle(deep)).toBe('weather.csv · lstm 2×64');
});

test('a run is held against its strongest baseline', () => {
  expect(headlineText(record, forecast, words)).toBe('MAE 1.91 (naive 2.37)');
  expect(headlineOf(record)?.beatsBaseline).toBe(true);
  const worse = { ...record, best: { epoch: 1, validLoss: 1, metrics: { mae: 2.5 } } };
  expect(headlineOf(worse)?.beatsBaseline).toBe(false);
});

test('of a model that is more than its network, what it reaches on the test split is told, once that is known', () => {
  const blended = { ...record, madeOf: 'The forecast is 0.5 network + 0.5 last value.' };
  expect(headlineText(blended, forecast, words)).toBe('MAE 1.91 (naive 2.37)');
  const baselines = { network: { mae: 1.5 }, lastValue: { mae: 2.2 }, seasonalNaive: { mae: 2.4 } };
  const measured = { ...blended, test: { loss: 0.1, metrics: { mae: 1.8 }, baselines } };
  expect(headlineText(measured, forecast, words)).toBe('test MAE 1.8 (naive 2.2)');
  expect(headlineOf(measured)?.beatsBaseline).toBe(true);
  // Without a test split there is nothing else than what was measured epoch by epoch.
  const unmeasured = { ...blended, test: { loss: null, metrics: {}, baselines: {} } };
  expect(headlineText(unmeasured, forecast, words)).toBe('MAE 1.91 (naive 2.37)');
});

test('more is better where the metric says so', () => {
  const classes = {
    ...record,
    headline: { metric: 'accuracy', lowerIsBetter: false },
    baselines: { majority: { accuracy: 0.5 }, uniform: { accuracy: 0.1 } },
    best: { epoch: 1, validLoss: 1, metrics: { accuracy: 0.9 } },
  };
  expect(headlineText(classes, classification, words)).toBe('accuracy 90 % (naive 50 %)');
  expect(headlineOf(classes)?.beatsBaseline).toBe(true);
});

test('a metric that could not be computed makes no headline, and as one of a baseline none to beat', () => {
  const best = { epoch: 1, validLoss: 1, metrics: { mae: null } };
  expect(headlineText({ ...record, best }, forecast, words)).toBeUndefined();
  const baselines = { lastValue: { mae: null } };
  expect(headlineText({ ...record, baselines }, forecast, words)).toBe('MAE 1.91');
});

test('before the first epoch there is no headline', () => {
  const { best, ...early } = record;
  expect(best).toBeDefined();
  expect(headlineText(early, forecast, words)).toBeUndefined();
});

test('progress shows the epoch under way, and its training loss until an epoch has given a validation loss', () => {
  const report = { stepsPerEpoch: 9, gradNorm: 1, learningRate: 0.1, perSecond: 1, seconds: 1, eta: 5 };
  const step = (progress: RunProgress, epoch: number, trainLoss: number): RunProgress =>
    progressAfter(progress, { ...report, event: 'step', step: 1, epoch, trainLoss });
  const first = step({ epoch: 0, epochs: 40 }, 1, 0.9);
  expect(progressText(step(first, 1, 0.8))).toBe('1/40 · 0.8');
  const second = step({ epoch: 1, epochs: 40, validLoss: 0.7 }, 2, 0.6);
  expect(progressText(second)).toBe('2/40 · 0.7');
  expect(second.eta).toBe(5);
});

test('progress leaves out a loss that is not known yet', () => {
  expect(progressText({ epoch: 12, epochs: 40, validLoss: 0.18234 })).toBe('12/40 · 0.182');
  expect(progressText({ epoch: 0, epochs: 40 })).toBe('0/40');
});

test('durations are given in the unit a person would use', () => {
  expect([0.4, 14, 89, 90, 3600, 3900, 7260].map(formatDuration)).toEqual([
    '0 s',
    '14 s',
    '89 s',
    '2 min',
    '60 min',
    '65 min',
    '2 h 1 min',
  ]);
});

test('names of metrics and baselines in a table make no links, images or cells', () => {
  const table = metricsTable({ '![a](b)': { 'x|y': 1 } }, forecast);
  expect(table).toContain('| \\!\\[a\\]\\(b\\) |');
  expect(table).toContain('| x\\|y | 1 |');
});

test('the table of metrics has a row for each that any column knows', () => {
  expect(
    metricsTable({ validation: { mae: 1.91, mase: 0.81 }, lastValue: { mae: 2.37 } }, forecast).split('\n'),
  ).toEqual(['|  | validation | last value |', '| --- | --- | --- |', '| MAE | 1.91 | 2.37 |', '| MASE | 0.81 |  |']);
});
