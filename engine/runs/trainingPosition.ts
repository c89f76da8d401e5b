import type { Metrics } from '../records/records.ts';

/** Where a training stands. Plain data: a checkpoint stores it, and training goes on from it bit for bit. */
export interface TrainingPosition {
  /** Epochs done. */
  epoch: number;
  /** Updates done since the run began. */
  step: number;
  /** Batches done in the present epoch, and their loss. */
  batch: number;
  lossSum: number;
  terms: number;
  best: { epoch: number; validLoss: number; metrics: Metrics } | undefined;
  /** Epochs since the best one. */
  badEpochs: number;
  plateauScale: number;
  /** Epochs since the best one or the last cut of the learning rate. */
  plateauEpochs: number;
  /** Updates since the last diagnosed one, and those whose gradient was longer than gradClip. */
  undiagnosed: number;
  clipped: number;
}
