import { expect, test } from 'vitest';
import { createRandom } from '../../../../engine/compute/random.ts';
import { TrainingEngine } from '../server/trainingEngine.ts';

const home = new TrainingEngine('block');

/** Values that lie seldom, but then far above the others: an exponential distribution over a wave. */
const skewed = (): string[] => {
  const random = createRandom(12);
  return Array.from({ length: 1200 }, (_, row) =>
    (50 + 5 * Math.sin((row * Math.PI) / 8) - 8 * Math.log(1 - random.next())).toFixed(2),
  );
};

test('a network that learns quantiles gives wider intervals on the side where values lie far, and they hold what they say', async () => {
  const file = await home.write('skewed.csv', ['y', ...skewed()]);
  const { run, test: tested } = await home.train(file, {
    task: 'forecast',
    data: { targets: ['y'], inputs: ['y'], window: 16, horizon: 2, anchor: 'none', transform: 'none', blend: false },
    training: { loss: 'quantile', epochs: 20, threads: 1 },
  });
  const { coverage, coverage95, crps, mae } = tested.metrics;
  expect(coverage).toBeGreaterThan(0.74);
  expect(coverage).toBeLessThan(0.86);
  expect(coverage95).toBeGreaterThan(0.9);
  // Nine quantiles say more than one value.
  expect((crps ?? NaN) / (mae ?? NaN)).toBeLessThan(0.8);
  const { next } = await home.engine.predict({ model: run, file });
  for (const { cells } of next) {
    const { value = null, low = null, high = null } = cells[0] ?? {};
    // Of an exponential distribution the tenths lie 0.59 below the median and 1.61 above it.
    const ratio = ((high ?? NaN) - (value ?? NaN)) / ((value ?? NaN) - (low ?? NaN));
    expect(ratio).toBeGreaterThan(1.8);
    expect(ratio).toBeLessThan(4.5);
  }
  const wider = await home.engine.predict({ model: run, file, level: 95 });
  expect(wider.next[0]?.cells[0]?.high ?? 0).toBeGreaterThan(next[0]?.cells[0]?.high ?? Infinity);
});
