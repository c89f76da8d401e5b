import { describe, expect, test } from 'vitest';
import type { ModelConfig, RunConfig, TrainingConfig } from '../../../../../engine/config.ts';
import { judgeGradients, type Judged } from '../../../../../engine/training/gradients/judgeGradients.ts';
import { modelOf } from '../../network/sessionOptions.ts';

const T = 41;

const configOf = (
  task: RunConfig['task'] = 'forecast',
  model: Partial<ModelConfig> = {},
  training: Partial<TrainingConfig> = {},
): RunConfig =>
  ({
    task,
    data: { scaling: 'standard' },
    model: modelOf(model),
    training: { optimizer: 'adam', learningRate: 0.01, gradClip: 1, clipValue: 0, weightDecay: 0, ...training },
  }) as unknown as RunConfig;

/** From the step before the last one back: each a `factor` times the one after it. */
const back = (factor: number, length = T): number[] =>
  Array.from({ length }, (_, t) => 0.1 * factor ** (length - 1 - t));

const seenOf = (changes: Partial<Judged>): Judged => ({
  event: 'gradients',
  epoch: 1,
  step: 26,
  layers: [{ name: 'l0', stateGradients: back(0.9), saturated: {} }],
  tensors: [{ name: 'rnn.weight_hh_l0', weight: 1, gradient: 0.1, update: 1e-3 }],
  clippedUpdates: 0,
  clippedValues: 0,
  ...changes,
});
const layer = (stateGradients: number[], name = 'l0') => ({ name, stateGradients, saturated: {} });

const judge = (changes: Partial<Judged>, config = configOf(), rate = 0.01): string[] =>
  judgeGradients(seenOf(changes), config, rate).map(({ kind, message }) => `${kind}: ${message}`);
const kindsOf = (...of: Parameters<typeof judge>): string[] =>
  judge(...of).map((verdict) => verdict.split(':')[0] ?? '');

describe('the verdict on gradients', () => {
  test('is healthy alone where nothing is wrong', () => {
    expect(judge({})).toEqual(['healthy: gradients and updates are of healthy size']);
  });

  test('is vanishing where a fall of 10^6 leaves a tenth of the steps beyond it, and tells after how many', () => {
    const config = configOf('forecast', { cell: 'rnn' });
    expect(judge({ layers: [layer(back(0.5))] }, config)).toEqual([
      'vanishing: the gradient falls by 10^6 over 20 of 40 steps in layer 0: use lstm or gru, ' +
        'orthogonal initialisation (model.initializer), or a shorter data.window',
    ]);
    expect(kindsOf({ layers: [layer(back(0.68))] })).toEqual(['vanishing']);
    expect(kindsOf({ layers: [layer(back(0.69))] })).toEqual(['healthy']);
  });

  test('on vanishing proposes nothing that the config has already', () => {
    const adviceOn = (model: Partial<ModelConfig>, task: RunConfig['task'] = 'forecast'): string =>
      judge({ layers: [layer(back(0.1))] }, configOf(task, model))[0]?.split('layer 0: ')[1] ?? '';
    expect(adviceOn({ cell: 'lstm', initializer: 'orthogonal' })).toBe(
      'set model.forgetBias 1 or a shorter data.window',
    );
    expect(adviceOn({ cell: 'lstm', initializer: 'orthogonal', forgetBias: 1 })).toBe('a shorter data.window');
    expect(adviceOn({ cell: 'lstm', initializer: 'keras' })).not.toContain('forgetBias');
    expect(adviceOn({ cell: 'gru' }, 'classification')).toBe(
      'orthogonal initialisation (model.initializer) or more values a step (data.stepSize)',
    );
    expect(adviceOn({ cell: 'rnn', activation: 'sigmoid' })).toContain('model.activation tanh');
  });

  test('names the layer whose gradient vanishes soonest, the one that reads backwards from its own end', () => {
    const layers = [layer(back(0.5)), layer(back(0.3).reverse(), 'l0_reverse'), layer(back(0.9), 'l1')];
    expect(judge({ layers })[0]).toContain('over 12 of 40 steps in layer 0 (backward)');
    expect(kindsOf({ layers: [layer(back(0.9).reverse(), 'l0_reverse')] })).toEqual(['healthy']);
  });

  test('is vanishing too where the gradient comes back to nothing at all', () => {
    const nothing = back(0.9).map((length, t) => (t < 30 ? 0 : length));
    expect(judge({ layers: [layer(nothing)] })[0]).toContain('over 11 of 40 steps');
    expect(kindsOf({ layers: [layer(back(0))] })).toEqual(['vanishing']);
  });

  test('is exploding where the gradient grows more than a thousandfold', () => {
    const config = configOf('forecast', { cell: 'rnn', activation: 'relu' }, { gradClip: 0 });
    expect(judge({ layers: [layer(back(1.3))] }, config)).toEqual([
      'exploding: the gradient grows 10^4-fold over 40 steps back in layer 0: set training.gradClip 1, ' +
        'try training.learningRate 0.001, use lstm or gru, model.activation tanh, or a shorter data.window',
    ]);
    expect(kindsOf({ layers: [layer(back(1.15))] })).toEqual(['healthy']);
  });

  test('is of text as of the others', () => {
    const text = configOf('languageModel', { cell: 'rnn' });
    expect(judge({ layers: [layer(back(0.5))] }, text)[0]).toContain(
      'vanishing: the gradient falls by 10^6 over 20 of 40',
    );
    expect(kindsOf({ layers: [layer(back(1.3))] }, text)).toEqual(['exploding']);
  });

  test('is saturated from nine tenths of a gate on, but not for gates that keep the state', () => {
    const withShare = (gate: string, share: number) => ({
      layers: [{ name: 'l1', stateGradients: back(0.9), saturated: { output: 0.1, [gate]: share } }],
    });
    expect(judge(withShare('input', 0.956))).toEqual([
      'saturated: 95 % of the input gates of layer 1 are saturated and hardly learn: try training.learningRate 0.001, ' +
        'set model.layerNorm, or set training.weightDecay 0.01',
    ]);
    expect(kindsOf(withShare('candidate', 0.89))).toEqual(['healthy']);
    expect(kindsOf(withShare('forget', 1))).toEqual(['healthy']);
    expect(kindsOf(withShare('update', 1), configOf('forecast', { cell: 'gru' }))).toEqual(['healthy']);
    expect(judge(withShare('hidden', 1), configOf('forecast', { cell: 'rnn' }))[0]).toContain(
      '100 % of the units of layer 1',
    );
  });

  test('is dead from half of the relu units on', () => {
    const withDead = (dead: number) => ({ layers: [{ ...layer(back(0.9)), dead }] });
    const config = configOf('forecast', { cell: 'rnn', activation: 'relu' });
    expect(judge(withDead(0.5), config)[0]).toBe(
      'dead: 50 % of the units of layer 0 are 0 in the whole batch and learn nothing: try training.learningRate 0.001, ' +
        'model.activation tanh, or use lstm or gru',
    );
    expect(kindsOf(withDead(0.49), config)).toEqual(['healthy']);
  });

  test('is unstable or frozen where updates are a hundred times off a thousandth of the weights', () => {
    const withRatio = (update: number, more: Partial<Judged> = {}) => ({
      tensors: [
        { name: 'rnn.weight_ih_l0', weight: 2, gradient: 0.1, update: 2 * update },
        { name: 'rnn.weight_hh_l0', weight: 1, gradient: 0.1, update },
        { name: 'rnn.bias_hh_l0', weight: 0, gradient: 0.1, update: 1 },
        { name: 'head.weight', weight: 1, gradient: 0.1, update: 1e-3 },
      ],
      ...more,
    });
    expect(judge(withRatio(0.11))).toEqual([
      'unstable: the weights move by 0.11 of their length an update, about 0.001 is usual: try training.learningRate 0.001',
    ]);
    expect(kindsOf(withRatio(0.09))).toEqual(['healthy']);
    expect(kindsOf(withRatio(1.1e-5))).toEqual(['healthy']);
    const frozen = judge(withRatio(9e-6), configOf('forecast', {}, { optimizer: 'sgd' }));
    expect(frozen).toEqual([
      'frozen: the weights move by only 0.000009 of their length an update, about 0.001 is usual: ' +
        'try training.learningRate 0.1 or training.optimizer adam',
    ]);
    // A schedule's low rate at the end is meant to be low.
    expect(kindsOf(withRatio(1e-7), configOf(), 1e-5)).toEqual(['healthy']);
    // Adam's first update is always of full length.
    expect(kindsOf(withRatio(1, { step: 1 }))).toEqual(['healthy']);
  });

  test('is clipped where nine in ten updates or values are, after the first', () => {
    expect(
      judge({ clippedUpdates: 0.96, tensors: [{ name: 'weight', weight: 1, gradient: 7.123, update: 1e-3 }] }),
    ).toEqual([
      'clipped: 96 % of the updates are clipped, the gradient is 7.1 long and training.gradClip 1: ' +
        'raise training.gradClip to 5 or try training.learningRate 0.001',
    ]);
    expect(kindsOf({ clippedUpdates: 0.88 })).toEqual(['healthy']);
    expect(kindsOf({ clippedUpdates: 1, step: 1 })).toEqual(['healthy']);
    const byValue = configOf('forecast', {}, { gradClip: 0, clipValue: 0.01 });
    expect(judge({ clippedValues: 0.93 }, byValue)[0]).toContain('raise training.clipValue to 0.05');
  });

  test('puts the gravest first', () => {
    const layers = [{ name: 'l0', stateGradients: back(0.3), saturated: { hidden: 0.99 } }];
    expect(kindsOf({ layers, clippedUpdates: 1 }, configOf('forecast', { cell: 'rnn' }))).toEqual([
      'vanishing',
      'saturated',
      'clipped',
    ]);
  });
});
