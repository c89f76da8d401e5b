import type { Diagnostics } from '../network/diagnosis.ts';
import type { Session } from '../network/session.ts';
import type { RunConfig } from '../config.ts';
import type { PreparedData } from '../tasks/preparedData.ts';
import { InputError } from '../errors.ts';
import type { TrainingPosition } from '../runs/trainingPosition.ts';
import type { Metrics } from '../records/records.ts';
import {
  type BatchPlan,
  laneOffset,
  mixSeed,
  planAlike,
  planExamples,
  planLanes,
  shuffleExamples,
} from '../tasks/batches.ts';
import { diagnosisInterval } from './diagnosisInterval.ts';
import { evaluateSplit } from '../prediction/evaluateSplit.ts';
import type { JudgedExamples } from '../tasks/task.ts';
import { learningRateAt, watchPlateau } from './learningRate.ts';
import { ownShareAt } from './teacherForcing.ts';

export const startPosition = (): TrainingPosition => ({
  epoch: 0,
  step: 0,
  batch: 0,
  lossSum: 0,
  terms: 0,
  best: undefined,
  badEpochs: 0,
  plateauScale: 1,
  plateauEpochs: 0,
  undiagnosed: 0,
  clipped: 0,
});

export interface StepReport {
  readonly kind: 'step';
  /** Mean over the update's predictions. */
  readonly loss: number;
  readonly gradNorm: number;
  readonly learningRate: number;
  /** Rows or symbols the update read. */
  readonly items: number;
  /** Of a diagnosed update; see `diagnosisInterval`. */
  readonly diagnostics?: UpdateDiagnostics;
}

export interface UpdateDiagnostics extends Diagnostics {
  /** Share of the updates since the last diagnosed one, this one included, whose gradient was longer than gradClip. */
  readonly clippedUpdates: number;
}

export interface EpochReport {
  readonly kind: 'epoch';
  readonly trainLoss: number;
  readonly validLoss: number;
  readonly metrics: Metrics;
  readonly isBest: boolean;
  readonly learningRate: number;
  /** Of the validation split, see `Evaluation`. */
  readonly judged?: JudgedExamples;
}

export type TrainingReport = StepReport | EpochReport;

/** Updates in one epoch. */
export const countSteps = (data: PreparedData, config: RunConfig): number => {
  const batches = countBatches(data, config);
  return Math.ceil(batches / batchesPerStep(config, batches));
};

/** Of an update, about: forward and backward take six to a parameter, time step and example. */
const countOperations = ({ parameterCount }: Session, data: PreparedData, config: RunConfig): number => {
  const batches = batchesPerStep(config, countBatches(data, config));
  return 6 * parameterCount * data.steps * config.training.batchSize * batches;
};

/** Batches in one epoch. */
export const countBatches = (data: PreparedData, config: RunConfig): number =>
  data.stream ? planEpoch(data, config, 0).count : Math.ceil(data.splits.train.length / config.training.batchSize);

/** Batches of an update; `gd` takes all. */
export const batchesPerStep = ({ training }: RunConfig, batchesPerEpoch: number): number =>
  training.optimizer === 'gd' ? batchesPerEpoch : training.accumulationSteps;

export const planEpoch = (
  { steps, splits, stream, lengths }: PreparedData,
  { training }: RunConfig,
  epoch: number,
): BatchPlan => {
  const { batchSize, seed } = training;
  if (lengths) return planAlike(splits.train, lengths, batchSize, seed, epoch);
  if (!stream) return planExamples(shuffleExamples(splits.train, seed, epoch), batchSize);
  return planLanes(splits.train, batchSize, steps, laneOffset(splits.train, steps, seed, epoch), stream);
};

/**
 * Trains `session` on `data` from `position` on, which it advances before each report. Ends when the epochs are done
 * or patience is used up; the caller may leave at any report. Throws an `EvaluationCut` when `isCut` before an epoch is
 * evaluated: training goes on from `position` with that.
 */
export async function* train(
  session: Session,
  data: PreparedData,
  config: RunConfig,
  position: TrainingPosition,
  isCut?: () => boolean,
): AsyncGenerator<TrainingReport, 'finished' | 'early-stopping', void> {
  const { training } = config;
  const totalSteps = training.epochs * countSteps(data, config);
  const operations = countOperations(session, data, config);
  const interval = diagnosisInterval(totalSteps, operations, data.stream !== undefined);
  const isOutOfPatience = (): boolean => training.patience > 0 && position.badEpochs >= training.patience;
  // A run that was cut off at its very end has nothing left to train.
  if (isOutOfPatience()) return 'early-stopping';
  while (position.epoch < training.epochs) {
    const plan = planEpoch(data, config, position.epoch);
    const rateOf = (step: number): number => {
      const { epoch, plateauScale } = position;
      return learningRateAt(training, { step, totalSteps, epoch, plateauScale });
    };
    // Of the last update before, should all batches of the epoch have been done when its training was stopped.
    let learningRate = rateOf(Math.max(0, position.step - 1));
    while (position.batch < plan.count) {
      learningRate = rateOf(position.step);
      const isDiagnosed = position.step % interval === 0;
      const ownShare = ownShareAt(training, position.step, totalSteps);
      const report = takeStep(session, data, config, position, plan, learningRate, { isDiagnosed, ownShare });
      if (!Number.isFinite(report.loss) || !Number.isFinite(report.gradNorm)) {
        throw divergence(training, report, position);
      }
      yield report;
    }
    yield await endEpoch(session, data, config, position, learningRate, isCut);
    if (isOutOfPatience()) return 'early-stopping';
  }
  return 'finished';
}

/**
 * One update, and `position` after it. A loss or gradient that is not finite is the caller's to judge. `isDiagnosed`:
 * its last batch and itself are looked at, where the session can be diagnosed, and on text the way back through its
 * first. `ownShare`: see `PassOptions`.
 */
export const takeStep = (
  session: Session,
  data: PreparedData,
  config: RunConfig,
  position: TrainingPosition,
  plan: BatchPlan,
  learningRate: number,
  { isDiagnosed = false, ownShare = 0 }: { readonly isDiagnosed?: boolean; readonly ownShare?: number } = {},
): StepReport => {
  const { training } = config;
  const most = batchesPerStep(config, plan.count);
  const batches = Math.min(most, plan.count - position.batch);
  let lossSum = 0;
  let terms = 0;
  let items = 0;
  if (isDiagnosed && data.stream) {
    const { examples, carryState } = plan.batch(position.batch);
    session.lookBack(examples, { carryState, dropoutSeed: mixSeed(training.seed, position.step * most) });
  }
  for (let count = 0; count < batches; count++) {
    const batch = plan.batch(position.batch + count);
    const dropoutSeed = mixSeed(training.seed, position.step * most + count);
    const { examples, carryState, skip, keepAfter } = batch;
    const diagnose = isDiagnosed && count === batches - 1;
    const result = session.accumulate(examples, { carryState, dropoutSeed, skip, keepAfter, diagnose, ownShare });
    lossSum += result.lossSum;
    terms += result.terms;
    items += examples.length * (data.stream ? data.steps - skip : 1);
  }
  const { gradNorm, diagnostics } = session.update(terms, { ...training, learningRate, step: position.step + 1 });
  position.step += 1;
  position.batch += batches;
  position.lossSum += lossSum;
  position.terms += terms;
  position.undiagnosed += 1;
  if (training.gradClip > 0 && gradNorm > training.gradClip) position.clipped += 1;
  const report = { kind: 'step', loss: lossSum / terms, gradNorm, learningRate, items } as const;
  if (!diagnostics) return report;
  const clippedUpdates = position.clipped / position.undiagnosed;
  position.undiagnosed = 0;
  position.clipped = 0;
  return { ...report, diagnostics: { ...diagnostics, clippedUpdates } };
};

const endEpoch = async (
  session: Session,
  data: PreparedData,
  { training }: RunConfig,
  position: TrainingPosition,
  learningRate: number,
  isCut: (() => boolean) | undefined,
): Promise<EpochReport> => {
  const trainLoss = position.lossSum / position.terms;
  const evaluation = await evaluateSplit(session, data, data.splits.valid, training, isCut);
  // Without a validation split the training loss has to judge.
  const validLoss = data.splits.valid.length > 0 ? evaluation.loss : trainLoss;
  const { metrics, judged } = evaluation;
  position.epoch += 1;
  position.batch = 0;
  position.lossSum = 0;
  position.terms = 0;
  const isBest = position.best === undefined || validLoss < position.best.validLoss;
  if (isBest) position.best = { epoch: position.epoch, validLoss, metrics };
  position.badEpochs = isBest ? 0 : position.badEpochs + 1;
  watchPlateau(position, isBest, training.schedule);
  return { kind: 'epoch', trainLoss, validLoss, metrics, isBest, learningRate, ...(judged && { judged }) };
};

const divergence = (
  training: RunConfig['training'],
  { loss, gradNorm, learningRate }: StepReport,
  position: TrainingPosition,
): InputError => {
  const what = Number.isFinite(loss) ? `the gradient norm became ${gradNorm}` : `the loss became ${loss}`;
  const clip = training.gradClip > 0 ? `training.gradClip below ${training.gradClip}` : 'training.gradClip 1';
  return new InputError(
    `${what} in epoch ${position.epoch + 1}, step ${position.step}: training stopped. ` +
      `Try training.learningRate ${Number((learningRate / 10).toPrecision(2))}, ${clip}, or data.scaling "standard".`,
  );
};
