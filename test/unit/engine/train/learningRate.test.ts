import { describe, expect, test } from 'vitest';
import type { TrainingConfig } from '../../../../engine/config.ts';
import { type SchedulePosition, learningRateAt } from '../../../../engine/train/learningRate.ts';

const schedule = {
  kind: 'constant',
  warmupSteps: 4,
  stepEpochs: 3,
  factor: 0.5,
  patience: 2,
  minLearningRate: 0.01,
} as const;
const rate = (kind: TrainingConfig['schedule']['kind'], position: Partial<SchedulePosition>): number =>
  learningRateAt({ learningRate: 0.8, schedule: { ...schedule, kind } } as TrainingConfig, {
    step: 0,
    totalSteps: 24,
    epoch: 0,
    plateauScale: 1,
    ...position,
  });

describe('learning rate', () => {
  test('constant never changes', () => {
    expect([0, 5, 1000].map((step) => rate('constant', { step, epoch: step }))).toEqual([0.8, 0.8, 0.8]);
  });

  test('cosine rises in equal steps over the warm-up, then falls to the minimum at the last step', () => {
    expect([0, 1, 2, 3].map((step) => rate('cosine', { step }))).toEqual([0.2, 0.4, expect.closeTo(0.6), 0.8]);
    expect(rate('cosine', { step: 4 })).toBeCloseTo(0.8);
    expect(rate('cosine', { step: 14 })).toBeCloseTo((0.8 + 0.01) / 2);
    expect(rate('cosine', { step: 24 })).toBeCloseTo(0.01);
    expect(rate('cosine', { step: 99 })).toBeCloseTo(0.01);
  });

  test('step halves every three epochs and stops at the minimum', () => {
    expect([0, 2, 3, 6, 100].map((epoch) => rate('step', { epoch }))).toEqual([0.8, 0.8, 0.4, 0.2, 0.01]);
  });

  test('plateau follows the scale that the trainer has cut it to', () => {
    expect([1, 0.25, 1e-9].map((plateauScale) => rate('plateau', { plateauScale }))).toEqual([0.8, 0.2, 0.01]);
  });
});
