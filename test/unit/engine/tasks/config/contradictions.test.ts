import { describe, expect, test } from 'vitest';
import type { Config } from '../../../../../engine/config.ts';
import { completedFrom } from '../completedFrom.ts';

describe('what cannot have been meant is refused', () => {
  test.each<[string, Config, string, string]>([
    [
      'nesterov without momentum',
      { training: { optimizer: 'nesterov', momentum: 0 } },
      'training.momentum',
      'momentum 0 leaves nesterov nothing to look ahead with',
    ],
    [
      'a lowest rate above the rate',
      { training: { learningRate: 0.01, schedule: { minLearningRate: 0.02 } } },
      'training.schedule.minLearningRate',
      'minLearningRate 0.02 > learningRate 0.01: the rate would never fall; use less',
    ],
    [
      'a lowest rate above the rate that is chosen when none is',
      { training: { schedule: { kind: 'step', minLearningRate: 1 } } },
      'training.schedule.minLearningRate',
      'minLearningRate 1 > learningRate 0.001',
    ],
    [
      'layer normalisation of a single rnn unit',
      { model: { cell: 'rnn', hiddenSize: 1, layerNorm: true } },
      'model.layerNorm',
      'always 0 once it is normalised; use two or more units',
    ],
    [
      'layer normalisation with one layer of a single rnn unit',
      { model: { cell: 'rnn', layerSizes: [8, 1], layerNorm: true } },
      'model.layerNorm',
      'always 0 once it is normalised',
    ],
    [
      'a calendar without timestamps',
      { data: { calendar: true } },
      'data.calendar',
      'there is no timestamp to take the calendar from',
    ],
  ])('%s', async (_, wanted, path, message) => {
    const { problems } = await completedFrom('forecast', wanted);
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    expect(problems[0]?.message).toContain(message);
  });
});

describe('what comes close to it is accepted', () => {
  test.each<[string, Config]>([
    ['momentum that keeps nothing', { training: { optimizer: 'momentum', momentum: 0 } }],
    ['a lowest rate that is the rate', { training: { learningRate: 0.01, schedule: { minLearningRate: 0.01 } } }],
    ['layer normalisation of the four gates of one lstm unit', { model: { hiddenSize: 1, layerNorm: true } }],
    ['layer normalisation of two rnn units', { model: { cell: 'rnn', hiddenSize: 2, layerNorm: true } }],
  ])('%s', async (_, wanted) => {
    expect((await completedFrom('forecast', wanted)).problems).toEqual([]);
  });
});

describe('dropout lies between layers', () => {
  const note = 'Dropout 0.5 lies between layers: with one layer it drops nothing.';

  test('with one layer a note says that it drops nothing', async () => {
    const { problems, choices } = await completedFrom('forecast', { model: { dropout: 0.5, numLayers: 1 } });
    expect(problems).toEqual([]);
    expect(choices).toContain(note);
  });

  test('with two there is nothing to say', async () => {
    const { choices } = await completedFrom('forecast', { model: { dropout: 0.5, numLayers: 2 } });
    expect(choices).not.toContain(note);
  });
});
