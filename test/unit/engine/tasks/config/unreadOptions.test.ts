import { describe, expect, test } from 'vitest';
import type { Config } from '../../../../../engine/config.ts';
import { completedFrom } from '../completedFrom.ts';

type Training = NonNullable<Config['training']>;

const refusals: readonly (readonly [string, Config, path: string, message: string])[] = [
  ...(['lstm', 'gru'] as const).map(
    (cell) =>
      [
        `an activation of ${cell}`,
        { model: { cell, activation: 'relu' } },
        'model.activation',
        `activation relu does nothing: the units of ${cell} are tanh; leave it out, or set model.cell to rnn`,
      ] as const,
  ),
  ...(['gd', 'sgd', 'rmsprop', 'adam', 'adamw'] as const).map(
    (optimizer) =>
      [
        `the momentum of ${optimizer}`,
        { training: { optimizer, momentum: 0.5 } },
        'training.momentum',
        `momentum 0.5 does nothing: ${optimizer} does not read it; leave it out, or set training.optimizer to momentum or nesterov`,
      ] as const,
  ),
  [
    'the beta1 of sgd',
    { training: { optimizer: 'sgd', beta1: 0.5 } },
    'training.beta1',
    'beta1 0.5 does nothing: sgd does not read it; leave it out, or set training.optimizer to adam or adamw',
  ],
  [
    'the beta1 of rmsprop',
    { training: { optimizer: 'rmsprop', beta1: 0.5 } },
    'training.beta1',
    'rmsprop does not read it',
  ],
  [
    'the beta2 of momentum',
    { training: { optimizer: 'momentum', beta2: 0.5 } },
    'training.beta2',
    'beta2 0.5 does nothing: momentum does not read it; leave it out, or set training.optimizer to rmsprop, adam, or adamw',
  ],
  [
    'the epsilon of gd',
    { training: { optimizer: 'gd', epsilon: 0.1 } },
    'training.epsilon',
    'epsilon 0.1 does nothing: gd does not read it',
  ],
  [
    'the delta of a loss that is not huber',
    { training: { loss: 'mse', huberDelta: 2 } },
    'training.huberDelta',
    'huberDelta 2 does nothing: mse does not read it; leave it out, or set training.loss to huber',
  ],
  [
    'the factor of a constant schedule',
    { training: { schedule: { kind: 'constant', factor: 0.3 } } },
    'training.schedule.factor',
    'factor 0.3 does nothing: the constant schedule does not read it; leave it out, or set training.schedule.kind to step, exponential, or plateau',
  ],
  [
    'the factor of the schedule that is chosen when none is',
    { training: { schedule: { factor: 0.3 } } },
    'training.schedule.factor',
    'the cosine schedule does not read it',
  ],
  [
    'the epochs between cuts of an exponential schedule',
    { training: { schedule: { kind: 'exponential', stepEpochs: 3 } } },
    'training.schedule.stepEpochs',
    'set training.schedule.kind to step',
  ],
  [
    'the patience of a step schedule',
    { training: { schedule: { kind: 'step', patience: 2 } } },
    'training.schedule.patience',
    'set training.schedule.kind to plateau',
  ],
  [
    'the lowest rate of a constant schedule',
    { training: { schedule: { kind: 'constant', minLearningRate: 1e-5 } } },
    'training.schedule.minLearningRate',
    'minLearningRate 0.00001 does nothing: the constant schedule does not read it',
  ],
];

describe('an option that what was chosen beside it does not read is refused at its field', () => {
  test.each(refusals)('%s', async (_, wanted, path, message) => {
    const { problems } = await completedFrom('forecast', wanted);
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    expect(problems[0]?.message).toContain(message);
  });
});

describe('an option that is read is accepted without a word', () => {
  test.each<[string, Config]>([
    ['the activation of rnn', { model: { cell: 'rnn', activation: 'relu' } }],
    ['the momentum of momentum', { training: { optimizer: 'momentum', momentum: 0.5 } }],
    ['the momentum of nesterov', { training: { optimizer: 'nesterov', momentum: 0.5 } }],
    ['the smoothing of rmsprop', { training: { optimizer: 'rmsprop', beta2: 0.5, epsilon: 0.1 } }],
    ['the betas of adam', { training: { beta1: 0.5, beta2: 0.5, epsilon: 0.1 } }],
    ['the delta of huber', { training: { huberDelta: 2 } }],
    ['step', { training: { schedule: { kind: 'step', stepEpochs: 3, factor: 0.3, minLearningRate: 1e-5 } } }],
    ['exponential', { training: { schedule: { kind: 'exponential', factor: 0.3, minLearningRate: 1e-5 } } }],
    ['plateau', { training: { schedule: { kind: 'plateau', patience: 2, factor: 0.3, minLearningRate: 1e-5 } } }],
    ['one cycle', { training: { schedule: { kind: 'oneCycle', warmupSteps: 3, minLearningRate: 1e-5 } } }],
    ['the warm-up of a constant rate', { training: { schedule: { kind: 'constant', warmupSteps: 3 } } }],
  ])('%s', async (_, wanted) => {
    const { problems, choices } = await completedFrom('forecast', wanted);
    expect(problems).toEqual([]);
    expect(choices.join('\n')).not.toContain('does nothing');
  });
});

describe('a config that spells out every field is accepted without a word after another choice', () => {
  const spelledOut = async (training: Training): Promise<Training> =>
    (await completedFrom('forecast', { training })).config.training;

  test.each<[string, Training, Training]>([
    ['another optimiser', {}, { optimizer: 'sgd' }],
    ['another optimiser than rmsprop', { optimizer: 'rmsprop' }, { optimizer: 'gd' }],
    ['another loss', {}, { loss: 'mse' }],
  ])('%s', async (_, before, after) => {
    const training = { ...(await spelledOut(before)), ...after };
    const { problems, choices } = await completedFrom('forecast', { training });
    expect(problems).toEqual([]);
    expect(choices.join('\n')).not.toContain('does nothing');
  });

  test('another schedule, though the factor of exponential is not the usual one', async () => {
    const training = await spelledOut({ schedule: { kind: 'exponential' } });
    expect(training.schedule?.factor).toBe(0.95);
    const changed: Training = { ...training, schedule: { ...training.schedule, kind: 'constant' } };
    const { problems, choices } = await completedFrom('forecast', { training: changed });
    expect(problems).toEqual([]);
    expect(choices.join('\n')).not.toContain('does nothing');
  });
});

describe('the usual value of an option that is not read, written by itself, is noted', () => {
  test.each<[string, Training, string]>([
    [
      'momentum of sgd',
      { optimizer: 'sgd', momentum: 0.9 },
      'The momentum 0.9 does nothing: sgd does not read it; set training.optimizer to momentum or nesterov for it to count.',
    ],
    [
      'factor of constant',
      { schedule: { kind: 'constant', factor: 0.5 } },
      'The factor 0.5 does nothing: the constant schedule does not read it; set training.schedule.kind to step, exponential, or plateau for it to count.',
    ],
  ])('%s', async (_, training, note) => {
    const { problems, choices } = await completedFrom('forecast', { training });
    expect(problems).toEqual([]);
    expect(choices).toContain(note);
  });

  test('no momentum at all is what sgd has', async () => {
    const { problems, choices } = await completedFrom('forecast', { training: { optimizer: 'sgd', momentum: 0 } });
    expect(problems).toEqual([]);
    expect(choices.join('\n')).not.toContain('momentum');
  });
});
