import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ScheduleConfig, TrainingConfig } from '../../../../engine/config.ts';
import { type SchedulePosition, learningRateAt, watchPlateau } from '../../../../engine/training/learningRate.ts';

interface Golden {
  readonly learningRate: number;
  readonly minLearningRate: number;
  readonly totalSteps: number;
  readonly losses: readonly number[];
  readonly cases: readonly {
    readonly kind: ScheduleConfig['kind'];
    readonly warmupSteps: number;
    readonly rates: readonly number[];
  }[];
}

const golden = JSON.parse(readFileSync(new URL('../../../golden/schedules.json', import.meta.url), 'utf8')) as Golden;

const schedule = {
  kind: 'constant',
  warmupSteps: 4,
  stepEpochs: 3,
  factor: 0.5,
  patience: 2,
  minLearningRate: 0.01,
} as const;
const rate = (kind: ScheduleConfig['kind'], position: Partial<SchedulePosition>, warmupSteps = 4): number =>
  learningRateAt({ learningRate: 0.8, schedule: { ...schedule, kind, warmupSteps } } as TrainingConfig, {
    step: 0,
    totalSteps: 24,
    epoch: 0,
    plateauScale: 1,
    ...position,
  });

describe('against PyTorch', () => {
  const stepsPerEpoch = golden.totalSteps / golden.losses.length;

  test.each(golden.cases)('$kind with $warmupSteps warm-up steps within 1e-7 at every update', (wanted) => {
    const { kind, warmupSteps } = wanted;
    const isFloored = kind === 'linear' || kind === 'cosine';
    const minLearningRate = isFloored ? golden.minLearningRate : 0;
    const own = { ...schedule, kind, warmupSteps, minLearningRate };
    const training = { learningRate: golden.learningRate, schedule: own } as TrainingConfig;
    const position = { plateauScale: 1, plateauEpochs: 0 };
    let best = Infinity;
    const worst = wanted.rates.map((expected, step) => {
      const epoch = Math.floor(step / stepsPerEpoch);
      const { totalSteps } = golden;
      const found = learningRateAt(training, { ...position, step, totalSteps, epoch });
      if ((step + 1) % stepsPerEpoch === 0) {
        const loss = golden.losses[epoch] ?? NaN;
        watchPlateau(position, loss < best, own);
        best = Math.min(best, loss);
      }
      return Math.abs(found - expected);
    });
    expect(worst).toHaveLength(golden.totalSteps);
    expect(Math.max(...worst)).toBeLessThan(1e-7);
  });
});

describe('learning rate', () => {
  test('constant never changes without warm-up', () => {
    expect([0, 5, 1000].map((step) => rate('constant', { step, epoch: step }, 0))).toEqual([0.8, 0.8, 0.8]);
  });

  test.each(['constant', 'linear', 'cosine', 'step', 'exponential', 'plateau'] as const)(
    '%s rises in equal steps over the warm-up',
    (kind) => {
      const rates = [0, 1, 2, 3].map((step) => rate(kind, { step }));
      [0.2, 0.4, 0.6, 0.8].forEach((expected, step) => {
        expect(rates[step]).toBeCloseTo(expected, 12);
      });
    },
  );

  test('linear, cosine and one cycle stay at their lowest rate past the last step', () => {
    expect(rate('linear', { step: 99 })).toBeCloseTo(0.01, 12);
    expect(rate('cosine', { step: 99 })).toBeCloseTo(0.01, 12);
    expect(rate('oneCycle', { step: 99 })).toBe(0.01);
  });

  test('one cycle begins at its peak when it has no or one step to rise', () => {
    expect(rate('oneCycle', { step: 0 }, 1)).toBe(0.8);
    expect(rate('oneCycle', { step: 0 }, 0)).toBeGreaterThan(0.79);
  });

  test('step, exponential and plateau stop at the minimum', () => {
    expect([0, 2, 3, 6, 100].map((epoch) => rate('step', { epoch }, 0))).toEqual([0.8, 0.8, 0.4, 0.2, 0.01]);
    expect([0, 1, 2, 100].map((epoch) => rate('exponential', { epoch }, 0))).toEqual([0.8, 0.4, 0.2, 0.01]);
    expect([1, 0.25, 1e-9].map((plateauScale) => rate('plateau', { plateauScale }, 0))).toEqual([0.8, 0.2, 0.01]);
  });
});
