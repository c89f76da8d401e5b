import { fileURLToPath } from 'node:url';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { describe, expect, test } from 'vitest';
import type { Config } from '../../../../engine/config.ts';
import type { LearningRatePoint } from '../../../../engine/protocol.ts';
import { findLearningRate, highestRate, proposeRates } from '../../../../engine/training/findLearningRate.ts';

const file = fileURLToPath(new URL('../../../../samples/airline-passengers.csv', import.meta.url));
const { token } = new CancellationTokenSource();
const find = (config: Config, report: (points: readonly LearningRatePoint<number>[]) => void = () => undefined) =>
  findLearningRate({ file, config: { ...config, training: { threads: 1, ...config.training } } }, token, report);

/** Rates ten apart from 1e-7 on. */
const pointsOf = (losses: readonly number[]): LearningRatePoint<number>[] =>
  losses.map((smoothed, i) => ({ learningRate: 10 ** (i - 7), loss: smoothed, smoothed }));

describe('the rates that a range test speaks for', () => {
  test('are where the loss falls fastest and a tenth below its lowest; the smaller one is proposed', () => {
    const early = proposeRates(pointsOf([4, 4, 3, 2, 1.8, 1.7, 5]));
    expect(early.steepest).toBeCloseTo(1e-5, 10);
    expect(early.tenthOfLowest).toBeCloseTo(1e-3, 10);
    expect(early.proposed).toBe('steepest');
    const late = proposeRates(pointsOf([4, 4, 4, 3.9, 3.5, 1, 5]));
    expect(late.steepest).toBeCloseTo(1e-3, 10);
    expect(late.tenthOfLowest).toBeCloseTo(1e-3, 10);
  });

  test('do not exist when no rate lowers the loss', () => {
    expect(() => proposeRates(pointsOf([2, 2.1, 2.2, 3, 9]))).toThrow(
      /no learning rate from 1e-7 to 10 lowers the loss/,
    );
  });
});

describe('a range test', () => {
  test('tries up to 100 rates by equal factors from 1e-7 on, and reports each once', async () => {
    const reported: LearningRatePoint<number>[] = [];
    const { points } = await find({}, (more) => reported.push(...more));
    expect(reported).toEqual(points);
    expect(points.length).toBeGreaterThan(60);
    expect(points.length).toBeLessThanOrEqual(100);
    points.forEach(({ learningRate }, i) => {
      expect(learningRate / (1e-7 * 1e8 ** (i / 99))).toBeCloseTo(1, 10);
    });
  });

  test('is the same again with the same seed', async () => {
    const config: Config = { model: { hiddenSize: 8 }, training: { seed: 3, batchSize: 16 } };
    expect(await find(config)).toEqual(await find(config));
  });

  test('is not led by what sets batches apart: rates too small to do anything leave the loss within 0.1 %', async () => {
    const { points } = await find({ training: { batchSize: 4 } });
    const losses = points.slice(0, 20).map(({ smoothed }) => smoothed);
    expect(Math.max(...losses) / Math.min(...losses)).toBeLessThan(1.001);
  });

  test('ends when the loss is four times its lowest', async () => {
    const { points } = await find({
      training: { optimizer: 'adam', loss: 'mse', gradClip: 0 },
      model: { cell: 'rnn' },
    });
    const lowest = Math.min(...points.map(({ smoothed }) => smoothed));
    points.slice(0, -1).forEach(({ smoothed }) => {
      expect(smoothed).toBeLessThanOrEqual(4 * lowest * 1.0001 + 1);
    });
    expect(points.at(-1)?.learningRate).toBeGreaterThan(0.01);
  });

  test('proposes for adam between 1e-3 and 1e-1, and more for plain descent', async () => {
    const rateOf = async (optimizer: 'adam' | 'sgd'): Promise<number> => {
      const result = await find({ training: { optimizer } });
      return result[result.proposed];
    };
    const adam = await rateOf('adam');
    expect(adam).toBeGreaterThan(1e-3);
    expect(adam).toBeLessThan(1e-1);
    expect(await rateOf('sgd')).toBeGreaterThan(adam);
  });

  test('gives the proposed rate with two digits and the config that it was found with', async () => {
    const result = await find({ training: { optimizer: 'sgd' } });
    expect(result.learningRate / result[result.proposed]).toBeCloseTo(1, 1);
    expect(result.learningRate).toBe(Number(result.learningRate.toPrecision(2)));
    expect(result.config.training.optimizer).toBe('sgd');
    expect(result.config.task).toBe('forecast');
  });

  test('says whether the loss exploded before the highest rate', async () => {
    const exploded = await find({ training: { loss: 'mse', gradClip: 0 }, model: { cell: 'rnn' } });
    expect(exploded.points.length).toBeLessThan(100);
    expect(exploded.hasExploded).toBe(true);
    const clipped = await find({ training: { optimizer: 'sgd', gradClip: 1e-3 } });
    expect(clipped.points.at(-1)?.learningRate).toBeCloseTo(highestRate, 6);
    expect(clipped.hasExploded).toBe(false);
  });

  test('can be cancelled before the first rate is tried', async () => {
    const source = new CancellationTokenSource();
    source.cancel();
    const reported: LearningRatePoint<number>[] = [];
    const found = findLearningRate({ file, config: { model: { hiddenSize: 512 } } }, source.token, (points) =>
      reported.push(...points),
    );
    await expect(found).rejects.toThrow('was cancelled');
    expect(reported).toEqual([]);
  });
});
