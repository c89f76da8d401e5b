import { describe, expect, test } from 'vitest';
import type { Config, ScheduleConfig } from '../../../../../engine/config.ts';
import { configSchema } from '../../../../../engine/tasks/config/configSchema.ts';
import { complete, digits, text, weather } from './completeMade.ts';

describe('without a wish', () => {
  test('a forecast picks time, target, inputs, season, window, horizon and anchor, and says each', async () => {
    const { config, choices, problems } = await complete(weather);
    expect(problems).toEqual([]);
    expect(config.task).toBe('forecast');
    expect(config.data).toMatchObject({
      time: 'date',
      targets: ['temp_max'],
      inputs: ['rain', 'temp_max', 'temp_min', 'sky'],
      season: 7,
      window: 14,
      horizon: 7,
      anchor: 'seasonal',
      scaling: 'standard',
      calendar: true,
      split: { valid: 0.15, test: 0.15 },
    });
    expect(config.training.loss).toBe('huber');
    for (const word of [
      'forecast',
      'date',
      'temp_max',
      'rain',
      'One season is 7 rows',
      'reads 14 rows',
      'one season before',
      'lstm',
      'epochs',
    ]) {
      expect(
        choices.some((choice) => choice.includes(word)),
        word,
      ).toBe(true);
    }
  });

  test('a classification picks the label, the other numbers and the side of the square', async () => {
    const { config, problems } = await complete(digits);
    expect(problems).toEqual([]);
    expect(config.data).toMatchObject({ label: 'column65', stepSize: 8, split: { valid: 0.1, test: 0.2 } });
    expect(config.model.inputSize).toBe(8);
    expect(config.training.loss).toBe('crossEntropy');
  });

  test('a text is split 90/5/5 and read one-hot', async () => {
    const { config, problems } = await complete(text, {}, '.txt');
    expect(problems).toEqual([]);
    expect(config.data).toMatchObject({ split: { valid: 0.05, test: 0.05 }, lowercase: false });
    expect(config.model).toMatchObject({ embeddingSize: 0, inputSize: 17 });
  });

  test('the result is a valid config that completes to itself', async () => {
    for (const [content, extension] of [
      [weather, '.csv'],
      [digits, '.csv'],
      [text, '.txt'],
    ] as const) {
      const { config } = await complete(content, {}, extension);
      expect(configSchema.parse(config)).toEqual(config);
      const again = await complete(content, config as Config, extension);
      expect({ ...again.config.data, file: '' }).toEqual({ ...config.data, file: '' });
      expect(again.config).toMatchObject({ task: config.task, model: config.model, training: config.training });
      expect(again.problems).toEqual([]);
    }
  });

  test('the estimated training of any file up to a megabyte takes at most five minutes on two threads', async () => {
    const { config } = await complete('abcdefghij klmnopqrs\n'.repeat(50_000), { training: { threads: 2 } }, '.txt');
    expect(config.model).toMatchObject({ hiddenSize: 192, numLayers: 2, dropout: 0.1, outputDropout: 0.1 });
    const operations = 6 * 446_000 * 1e6 * 0.9 * config.training.epochs;
    // Two threads at the 40 GFLOP/s that the WebAssembly kernels reach.
    expect(operations / 8e10).toBeLessThan(300);
    expect(config.training.epochs).toBeGreaterThanOrEqual(5);
  });
});

describe('wishes', () => {
  test('are kept', async () => {
    const wanted: Config = {
      data: {
        targets: ['rain'],
        inputs: ['temp_min'],
        window: 9,
        horizon: 2,
        season: 5,
        anchor: 'none',
        scaling: 'none',
        calendar: false,
        time: null,
        split: { test: 0.3 },
      },
      model: { cell: 'gru', hiddenSize: 7, numLayers: 3, dropout: 0.5 },
      training: { epochs: 3, batchSize: 5, seed: 9, loss: 'mse', optimizer: 'sgd', schedule: { kind: 'step' } },
    };
    const { config, problems } = await complete(weather, wanted);
    expect(problems).toEqual([]);
    expect(config).toMatchObject({ ...wanted, data: { ...wanted.data, split: { valid: 0.15, test: 0.3 } } });
  });

  test('an input size fixes the steps of a classification', async () => {
    const { config, problems } = await complete(digits, { model: { inputSize: 16 } });
    expect(problems).toEqual([]);
    expect(config.data).toMatchObject({ stepSize: 16 });
  });

  test('an identity initialiser makes the network one of relu units', async () => {
    const { config, problems } = await complete(weather, { model: { initializer: 'irnn' } });
    expect(problems).toEqual([]);
    expect(config.model).toMatchObject({ cell: 'rnn', activation: 'relu' });
  });

  test('warm-up is chosen only for the schedules that need one, 30 % of the updates for one cycle', async () => {
    const warmupOf = async (kind: ScheduleConfig['kind']): Promise<number> => {
      const training = { epochs: 20, batchSize: 64, schedule: { kind } };
      return (await complete(weather, { training })).config.training.schedule.warmupSteps;
    };
    expect([await warmupOf('constant'), await warmupOf('exponential')]).toEqual([0, 0]);
    expect([await warmupOf('linear'), await warmupOf('cosine'), await warmupOf('oneCycle')]).toEqual([2, 2, 30]);
  });

  test('clipping by value takes the place of clipping by norm, unless both are wanted', async () => {
    const clipsOf = async (training: Config['training']) => {
      const { gradClip, clipValue } = (await complete(weather, { training })).config.training;
      return [gradClip, clipValue];
    };
    expect(await clipsOf({})).toEqual([1, 0]);
    expect(await clipsOf({ clipValue: 5 })).toEqual([0, 5]);
    expect(await clipsOf({ clipValue: 5, gradClip: 2 })).toEqual([2, 5]);
  });

  test('a bounded output is scaled to its range and anchored to nothing', async () => {
    const { config } = await complete(weather, { model: { outputActivation: 'sigmoid' } });
    expect(config.data).toMatchObject({ scaling: 'minmax', anchor: 'none' });
  });
});
