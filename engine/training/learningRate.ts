import type { ScheduleConfig, TrainingConfig } from '../config.ts';

export interface SchedulePosition {
  /** Updates done. */
  readonly step: number;
  readonly totalSteps: number;
  /** Epochs done. */
  readonly epoch: number;
  /** What reduce-on-plateau has cut the rate to so far, 1 at first. */
  readonly plateauScale: number;
}

/** The learning rate of the next update, as PyTorch's schedulers have it (torch.optim.lr_scheduler). */
export const learningRateAt = (training: TrainingConfig, position: SchedulePosition): number => {
  const { warmupSteps } = training.schedule;
  // The cycle has a rise of its own.
  if (training.schedule.kind === 'oneCycle') return oneCycle(training, position);
  const rate = scheduledRate(training, position);
  // The first warm-up update already moves.
  return position.step < warmupSteps ? (rate * (position.step + 1)) / warmupSteps : rate;
};

const scheduledRate = (
  { learningRate, schedule }: TrainingConfig,
  { step, totalSteps, epoch, plateauScale }: SchedulePosition,
): number => {
  const { minLearningRate, warmupSteps, factor, stepEpochs } = schedule;
  // The last update is not lost on the lowest rate, which would come after it.
  const progress = Math.min(1, Math.max(0, (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps)));
  switch (schedule.kind) {
    case 'constant':
    case 'oneCycle':
      return learningRate;
    case 'linear':
      return learningRate + (minLearningRate - learningRate) * progress;
    case 'cosine':
      return anneal(learningRate, minLearningRate, progress);
    case 'step':
      return Math.max(minLearningRate, learningRate * factor ** Math.floor(epoch / stepEpochs));
    case 'exponential':
      return Math.max(minLearningRate, learningRate * factor ** epoch);
    case 'plateau':
      return Math.max(minLearningRate, learningRate * plateauScale);
    default:
      return schedule.kind satisfies never;
  }
};

/** What `OneCycleLR` begins with and ends on, as parts of the learning rate and of the beginning. */
const cycleStart = 1 / 25;
const cycleEnd = 1 / 1e4;

/** Smith's 1cycle policy: up over the warm-up, then down to nearly nothing. The momentum is left alone. */
const oneCycle = ({ learningRate, schedule }: TrainingConfig, { step, totalSteps }: SchedulePosition): number => {
  const start = learningRate * cycleStart;
  const peak = schedule.warmupSteps - 1;
  const rate =
    step <= peak
      ? anneal(start, learningRate, peak > 0 ? step / peak : 1)
      : anneal(learningRate, start * cycleEnd, Math.min(1, (step - peak) / Math.max(1, totalSteps - 1 - peak)));
  return Math.max(schedule.minLearningRate, rate);
};

/** From `start` to `end` along half a cosine. */
const anneal = (start: number, end: number, progress: number): number =>
  end + (start - end) * 0.5 * (1 + Math.cos(Math.PI * progress));

/** Takes note of an epoch's end for the plateau schedule: cuts when more than its patience were without improvement. */
export const watchPlateau = (
  position: { plateauScale: number; plateauEpochs: number },
  isBest: boolean,
  schedule: ScheduleConfig,
): void => {
  position.plateauEpochs = isBest ? 0 : position.plateauEpochs + 1;
  if (schedule.kind !== 'plateau' || position.plateauEpochs <= schedule.patience) return;
  position.plateauScale *= schedule.factor;
  position.plateauEpochs = 0;
};
