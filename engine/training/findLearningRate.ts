import { setImmediate } from 'node:timers/promises';
import type { CancellationToken } from 'vscode-jsonrpc';
import type { Session } from '../network/session.ts';
import type { RunConfig } from '../config.ts';
import { OpenedFiles } from '../tasks/openedFiles.ts';
import type { PreparedData } from '../tasks/preparedData.ts';
import { InputError } from '../errors.ts';
import type { FileParams, LearningRatePoint, LearningRateResult } from '../protocol.ts';
import { createSession } from './assembleRun.ts';
import { planRun } from './planRun.ts';
import { batchesPerStep, planEpoch, startPosition, takeStep } from './trainer.ts';

const lowestRate = 1e-7;
/** The test ends with it, unless the loss explodes before. */
export const highestRate = 10;
const mostPoints = 100;
/** Weight of the past in the smoothed loss. */
const smoothing = 0.8;
/** The test ends when the smoothed loss is this many times its lowest value. */
const explosion = 4;
/** Milliseconds between two notifications, and longest without looking at messages. */
const reportEvery = 100;
const breathEvery = 10;

/**
 * Leslie Smith's learning-rate range test (Cyclical Learning Rates, 2015) on a fresh network: one update with each of
 * 100 rates that grow by the same factor. `report` gets the points as they come. Throws an `InputError` when no rate
 * lowers the loss.
 */
export const findLearningRate = async (
  params: FileParams,
  cancel: CancellationToken,
  report: (points: readonly LearningRatePoint<number>[]) => void,
  files = new OpenedFiles(),
): Promise<LearningRateResult<number>> => {
  const { config, data } = await planRun(params, undefined, files);
  const session = await createSession(config, data);
  try {
    session.initialise(config.training.seed, data.firstVectors);
    const points: LearningRatePoint<number>[] = [];
    let reported = 0;
    const at = { report: performance.now(), breath: performance.now() };
    for (const point of testRates(session, data, config)) {
      if (point) points.push(point);
      const now = performance.now();
      if (reported < points.length && now - at.report >= reportEvery) {
        report(points.slice(reported));
        reported = points.length;
        at.report = now;
      }
      if (now - at.breath < breathEvery) continue;
      await setImmediate();
      if (cancel.isCancellationRequested) throw new InputError('the search for a learning rate was cancelled');
      at.breath = performance.now();
    }
    if (reported < points.length) report(points.slice(reported));
    const rates = proposeRates(points);
    const learningRate = Number(rates[rates.proposed].toPrecision(2));
    return { points, ...rates, learningRate, hasExploded: points.length < mostPoints, config };
  } finally {
    await session.dispose();
  }
};

/** Yields nothing where there is only time to look at messages. */
function* testRates(
  session: Session,
  data: PreparedData,
  config: RunConfig,
): Generator<LearningRatePoint<number> | undefined, void, void> {
  const fresh = yield* freshLosses(session, data, config);
  const meanFresh = fresh.reduce((sum, loss) => sum + loss, 0) / fresh.length;
  const position = startPosition();
  let plan = planEpoch(data, config, 0);
  let [sum, weight, lowest] = [0, 0, Infinity];
  for (let point = 0; point < mostPoints; point++) {
    if (position.batch >= plan.count) {
      position.epoch += 1;
      position.batch = 0;
      plan = planEpoch(data, config, position.epoch);
    }
    const learningRate = lowestRate * (highestRate / lowestRate) ** (point / (mostPoints - 1));
    const { loss, gradNorm } = takeStep(session, data, config, position, plan, learningRate);
    if (!Number.isFinite(loss)) return;
    // What is hard in these examples was so before any training: without it, little noise is left.
    sum = smoothing * sum + (1 - smoothing) * (loss - (fresh[point] ?? NaN) + meanFresh);
    weight = smoothing * weight + (1 - smoothing);
    const smoothed = sum / weight;
    yield { learningRate, loss, smoothed };
    lowest = Math.min(lowest, smoothed);
    // The gaussian loss may well be below zero: the explosion is then measured from its lowest value.
    if (!Number.isFinite(gradNorm) || smoothed - lowest > (explosion - 1) * Math.abs(lowest)) return;
  }
}

/** The loss of each update's examples on the network as it is, before any training. */
function* freshLosses(session: Session, data: PreparedData, config: RunConfig): Generator<undefined, number[], void> {
  let [epoch, batch] = [0, 0];
  let plan = planEpoch(data, config, epoch);
  const losses: number[] = [];
  while (losses.length < mostPoints) {
    if (batch >= plan.count) {
      plan = planEpoch(data, config, ++epoch);
      batch = 0;
    }
    let [lossSum, terms] = [0, 0];
    const end = Math.min(plan.count, batch + batchesPerStep(config, plan.count));
    for (; batch < end; batch++) {
      const { examples, carryState } = plan.batch(batch);
      const loss = session.evaluate(examples, { carryState });
      lossSum += loss.lossSum;
      terms += loss.terms;
      yield;
    }
    losses.push(lossSum / terms);
  }
  return losses;
}

/** The rates that the smoothed losses speak for. */
export const proposeRates = (
  points: readonly LearningRatePoint<number>[],
): Pick<LearningRateResult, 'steepest' | 'tenthOfLowest' | 'proposed'> => {
  const lowest = points.reduce(
    (best, { smoothed }, i) => (smoothed < (points[best]?.smoothed ?? Infinity) ? i : best),
    0,
  );
  let steepest: LearningRatePoint<number> | undefined;
  let steepestSlope = 0;
  for (let i = 1; i < lowest; i++) {
    // The rates are equally far apart in the logarithm.
    const slope = (points[i + 1]?.smoothed ?? NaN) - (points[i - 1]?.smoothed ?? NaN);
    if (slope < steepestSlope) [steepest, steepestSlope] = [points[i], slope];
  }
  if (!steepest) {
    throw new InputError(
      `no learning rate from ${lowestRate} to ${highestRate} lowers the loss; look at what rnn-studio inspect says ` +
        'of the targets, or try another training.optimizer or data.scaling "standard"',
    );
  }
  const tenthOfLowest = (points[lowest]?.learningRate ?? NaN) / 10;
  const proposed = steepest.learningRate < tenthOfLowest ? 'steepest' : 'tenthOfLowest';
  return { steepest: steepest.learningRate, tenthOfLowest, proposed };
};
