import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Config } from '../../../../../engine/config.ts';
import { planRun } from '../../../../../engine/training/planRun.ts';
import { shortenPlan } from '../../../../../engine/training/backtest/shortenPlan.ts';
import { countSteps } from '../../../../../engine/training/trainer.ts';

const file = fileURLToPath(new URL('../../../../../samples/weather.csv', import.meta.url));
const plan = async (training: Config['training']) =>
  planRun({ file, config: { training: { batchSize: 32, threads: 1, ...training } } });

test('a training that is short enough is left as it is', async () => {
  const given = await plan({ epochs: 2 });
  const { config, data } = shortenPlan(given, 2 * countSteps(given.data, given.config));
  expect(config).toBe(given.config);
  expect(data).toBe(given.data);
});

test('fewer epochs are trained, over which the learning rate goes its whole way', async () => {
  const given = await plan({ epochs: 40, schedule: { kind: 'oneCycle', stepEpochs: 10 } });
  const perEpoch = countSteps(given.data, given.config);
  const { config, data } = shortenPlan(given, 10.5 * perEpoch);
  expect(config.training.epochs).toBe(10);
  expect(config.training.schedule.warmupSteps).toBe(Math.round(given.config.training.schedule.warmupSteps / 4));
  expect(config.training.schedule.stepEpochs).toBe(3);
  expect(data).toBe(given.data);
});

test('where whole epochs are too long, four go over fewer windows, evenly chosen', async () => {
  const given = await plan({ epochs: 40 });
  const { config, data } = shortenPlan(given, 42);
  expect(config.training.epochs).toBe(4);
  expect(countSteps(data, config)).toBe(10);
  expect(data.splits.train).toHaveLength(320);
  expect(data.splits.train[0]).toBe(given.data.splits.train[0]);
  expect(data.splits.train[160]).toBeCloseTo((given.data.splits.train.length - 1) / 2, -1);
  // Fewer than 256 are not thinned any more.
  expect(data.splits.valid).toEqual(given.data.splits.valid);
  expect(data.splits.test).toBe(given.data.splits.test);
});

test('one update is an epoch of one batch', async () => {
  const given = await plan({ epochs: 40 });
  const { config, data } = shortenPlan(given, 1);
  expect(config.training.epochs * countSteps(data, config)).toBe(1);
});
