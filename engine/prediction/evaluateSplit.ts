import { takeBreath } from '../errands/errand.ts';
import type { Session } from '../network/session.ts';
import type { TrainingConfig } from '../config.ts';
import type { Breathe, PreparedData, Scorer } from '../tasks/preparedData.ts';
import type { ClassRates, Metrics } from '../protocol.ts';
import { copyDeviations, type Deviations, mapDeviations } from '../tasks/distributions/deviations.ts';
import { predictAll } from '../tasks/predictAll.ts';
import type { JudgedExamples } from '../tasks/task.ts';
import type { Calibration } from '../tasks/model.ts';
import { type BatchPlan, planExamples, planLanes } from '../tasks/batches.ts';

export interface Evaluation {
  /** Mean over all predictions; NaN when there is nothing to evaluate. */
  readonly loss: number;
  readonly metrics: Metrics;
  readonly perClass?: Readonly<Record<string, ClassRates>>;
  /** Some of the predictions that the metrics were taken from, evenly spread; none for text. */
  readonly judged?: JudgedExamples;
  /** Of the network alone, where what is predicted is more than that. */
  readonly alone?: Metrics;
}

/** Thrown where an evaluation is to go no further. */
export class EvaluationCut extends Error {}

/** What of a prepared file an evaluation needs. */
export type Evaluated = Pick<
  PreparedData,
  'shape' | 'steps' | 'source' | 'stream' | 'scorer' | 'scoreStream' | 'scoreDecoded' | 'scoreSteps'
>;

/** To be scored as a model says, not by what its network says alone. */
export const scoredBy = <T extends Pick<Evaluated, 'scorer'>>(data: T, calibration: Calibration): T => {
  const { scorer } = data;
  return scorer ? { ...data, scorer: () => scorer(calibration) } : data;
};

/** Values of predictions that an evaluation keeps: 64 MB. */
const mostKept = 2 ** 24;

/** A split may be large: messages are let in this often. */
const batchesPerBreath = 16;

/**
 * Loss and metrics of the session's weights, averaged where it keeps an average, on `examples` of the loaded source (a
 * span of symbols for text). Throws an `EvaluationCut` once `isCut`, and tells how far it is as `takeBreath` does.
 */
export const evaluateSplit = (
  session: Session,
  data: Evaluated,
  examples: Int32Array,
  training: Pick<TrainingConfig, 'batchSize' | 'loss'>,
  isCut: () => boolean = () => false,
): Promise<Evaluation> => {
  const breathe: Breathe = async (share) => {
    await takeBreath({ doing: 'evaluating', ...(share !== undefined && { share }) });
    if (isCut()) throw new EvaluationCut('The evaluation was cut off.');
  };
  return session.withAverage(() => evaluatePresent(session, data, examples, training, breathe));
};

const evaluatePresent = async (
  session: Session,
  data: Evaluated,
  examples: Int32Array,
  { batchSize, loss: kind }: Pick<TrainingConfig, 'batchSize' | 'loss'>,
  breathe: Breathe,
): Promise<Evaluation> => {
  if (examples.length === 0) return { loss: NaN, metrics: {} };
  if (data.stream) {
    const mean = await meanLoss(session, planLanes(examples, batchSize, data.steps), breathe);
    return { loss: mean, metrics: (await data.scoreStream?.(session, examples, { kind, mean }, breathe)) ?? {} };
  }
  const loss = await meanLoss(session, planExamples(examples, batchSize), breathe);
  if (data.scoreDecoded) return { loss, metrics: await data.scoreDecoded(session, examples, breathe) };
  if (data.scoreSteps) return { loss, metrics: await data.scoreSteps(session, examples, breathe) };
  if (!data.scorer) return { loss, metrics: {} };
  return { loss, ...(await judge(session, data.shape.outputSize, data.scorer(), examples, batchSize, breathe)) };
};

/** Scores predictions for `examples` some batches at a time. */
const judge = async (
  session: Session,
  size: number,
  score: Scorer,
  examples: Int32Array,
  batchSize: number,
  breathe: Breathe,
): Promise<Omit<Evaluation, 'loss'>> => {
  const every = Math.ceil((examples.length * size) / mostKept);
  const kept = every === 1 ? examples : evenly(examples, every);
  const outputs = new Float32Array(kept.length * size);
  let spreads: Deviations | undefined;
  const part = batchSize * batchesPerBreath;
  for (let first = 0; first < examples.length; first += part) {
    await breathe(first / examples.length);
    const some = examples.subarray(first, first + part);
    const { means, deviations } = predictAll(session, size, some, batchSize);
    score.add(means, some, deviations);
    if (deviations) spreads ??= mapDeviations(deviations, () => new Float32Array(outputs.length));
    for (let index = Math.ceil(first / every) * every; index < first + some.length; index += every) {
      const [from, to] = [(index - first) * size, (index - first + 1) * size];
      outputs.set(means.subarray(from, to), (index / every) * size);
      if (deviations && spreads) copyDeviations(spreads, deviations, from, to, (index / every) * size);
    }
  }
  const perClass = score.perClass?.();
  const alone = score.alone?.();
  return {
    metrics: score.metrics(),
    ...(perClass && { perClass }),
    ...(alone && { alone }),
    judged: { examples: kept, outputs, ...(spreads && { deviations: spreads }) },
  };
};

const evenly = (examples: Int32Array, every: number): Int32Array =>
  Int32Array.from({ length: Math.ceil(examples.length / every) }, (_, index) => examples[index * every] ?? 0);

const meanLoss = async (session: Session, plan: BatchPlan, breathe: Breathe): Promise<number> => {
  let lossSum = 0;
  let terms = 0;
  for (let index = 0; index < plan.count; index++) {
    if (index % batchesPerBreath === 0) await breathe(index / plan.count);
    const batch = plan.batch(index);
    const result = session.evaluate(batch.examples, { carryState: batch.carryState });
    lossSum += result.lossSum;
    terms += result.terms;
  }
  return lossSum / terms;
};
