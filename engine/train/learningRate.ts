import type { TrainingConfig } from '../config.ts';

export interface SchedulePosition {
  /** Updates done. */
  readonly step: number;
  readonly totalSteps: number;
  /** Epochs done. */
  readonly epoch: number;
  /** What reduce-on-plateau has cut the rate to so far, 1 at first. */
  readonly plateauScale: number;
}

/** The learning rate of the next update. */
export const learningRateAt = (training: TrainingConfig, position: SchedulePosition): number => {
  const { learningRate, schedule } = training;
  const { minLearningRate } = schedule;
  switch (schedule.kind) {
    case 'constant':
      return learningRate;
    case 'step':
      return Math.max(
        minLearningRate,
        learningRate * schedule.factor ** Math.floor(position.epoch / schedule.stepEpochs),
      );
    case 'plateau':
      return Math.max(minLearningRate, learningRate * position.plateauScale);
    case 'cosine': {
      const { warmupSteps } = schedule;
      // The first warm-up update already moves, the last update is not lost on a rate of zero.
      if (position.step < warmupSteps) return (learningRate * (position.step + 1)) / warmupSteps;
      const progress = Math.min(1, (position.step - warmupSteps) / Math.max(1, position.totalSteps - warmupSteps));
      return minLearningRate + (learningRate - minLearningRate) * 0.5 * (1 + Math.cos(Math.PI * progress));
    }
    default:
      return schedule.kind satisfies never;
  }
};
