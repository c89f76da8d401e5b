import { expect, test } from 'vitest';
import { describeTask } from '../../../../engine/tasks/describeTask.ts';
import { taskOf } from '../../../../engine/tasks/findTask.ts';
import { buildTiles } from '../../../../webview/panel/buildTiles.ts';

const task = describeTask(taskOf({ task: 'forecast' }));
const headline = { metric: 'mae', lowerIsBetter: true };
const baselines = { lastValue: { mae: 2.371, rmse: 3.1 }, seasonalNaive: { mae: 2.6, rmse: 3.4 } };

test('puts the headline metric first, then the same metric of the baselines, then the other metrics', () => {
  const tiles = buildTiles('valid', { task, headline, metrics: { mae: 1.912, rmse: 2.5, mase: 0.81 }, baselines });
  expect(tiles.map(({ label, value }) => `${label} ${value}`)).toEqual([
    'Valid MAE 1.91',
    'last value 2.37',
    'seasonal naive 2.60',
    'RMSE 2.50',
    'MASE 0.810',
  ]);
});

test('marks the best number only, and says the comparison in words', () => {
  const tiles = buildTiles('valid', { task, headline, metrics: { mae: 1.912 }, baselines });
  expect(tiles.filter(({ isBest }) => isBest).map(({ label }) => label)).toEqual(['Valid MAE']);
  expect(tiles[0]?.description).toBe('Valid MAE: 1.91; better than last value, seasonal naive');
});

test('marks the baseline that beats the model', () => {
  const tiles = buildTiles('test', { task, headline, metrics: { mae: 2.5 }, baselines });
  expect(tiles.filter(({ isBest }) => isBest).map(({ label }) => label)).toEqual(['last value']);
  expect(tiles[0]?.description).toBe('Test MAE: 2.50; better than seasonal naive; not better than last value');
  expect(tiles[1]?.description).toContain('better than the model');
});

test('holds the higher number for the better one where the metric says so', () => {
  const tiles = buildTiles('valid', {
    task: describeTask(taskOf({ task: 'classification' })),
    headline: { metric: 'accuracy', lowerIsBetter: false },
    metrics: { accuracy: 0.934 },
    baselines: { majority: { accuracy: 0.1 } },
  });
  expect(tiles.map(({ label, value, isBest }) => [label, value, isBest])).toEqual([
    ['Valid accuracy', '93.4 %', true],
    ['most frequent class', '10.0 %', false],
  ]);
});

test('shows what could not be computed as a dash, which is neither the best nor beats anything', () => {
  const tiles = buildTiles('valid', {
    task,
    headline,
    metrics: { mae: 1.912, rmse: null },
    baselines: { lastValue: { mae: null } },
  });
  expect(tiles.map(({ label, value, isBest }) => [label, value, isBest])).toEqual([
    ['Valid MAE', '1.91', true],
    ['last value', '–', false],
    ['RMSE', '–', false],
  ]);
  const [own, rival] = buildTiles('valid', { task, headline, metrics: { mae: null }, baselines });
  expect(own).toMatchObject({ value: '–', isBest: false });
  expect(own?.description).toBe('Valid MAE: –; not better than last value, seasonal naive');
  expect(rival?.isBest).toBe(true);
});

test('shows nothing when the headline metric is not among the metrics', () => {
  expect(buildTiles('valid', { task, headline, metrics: { rmse: 1 }, baselines })).toEqual([]);
});

test('takes the names of what nothing is known of apart', () => {
  const unknown = {
    task: undefined,
    headline: { metric: 'meanError', lowerIsBetter: true },
    baselines: { lastValue: { meanError: 3 } },
  };
  const tiles = buildTiles('valid', { ...unknown, metrics: { meanError: 2, f1: 0.5 } });
  expect(tiles.map(({ label, value }) => `${label} ${value}`)).toEqual([
    'Valid mean error 2.00',
    'last value 3.00',
    'f1 0.500',
  ]);
});

test('tells how a metric is computed where programs differ', () => {
  const metrics = { mae: 1.9, rmse: 2.5, smape: 12, mase: 0.8 };
  const descriptions = buildTiles('valid', { task, headline, metrics, baselines }).map(
    ({ description }) => description,
  );
  expect(descriptions).toContain('sMAPE: 12.0; 200 · mean(|y − f| / (|y| + |f|)), from 0 to 200');
  expect(descriptions).toContain('RMSE: 2.50');
  expect(descriptions.find((text) => text.startsWith('MASE: 0.800'))).toContain(
    'seasonal naive forecast on the training split',
  );
});
