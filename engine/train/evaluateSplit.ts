import { setImmediate } from 'node:timers/promises';
import type { Session } from '../compute/session.ts';
import type { TrainingConfig } from '../config.ts';
import type { PreparedData } from '../data/preparedData.ts';
import { textMetrics } from '../data/textMetrics.ts';
import type { Metrics } from '../protocol.ts';
import { predictAll } from '../predict/predictAll.ts';
import { type BatchPlan, planExamples, planLanes } from './batches.ts';

export interface Evaluation {
  /** Mean over all predictions; NaN when there is nothing to evaluate. */
  readonly loss: number;
  readonly metrics: Metrics;
  /** The predictions that the metrics were taken from, means only; none for text. (examples, outputSize) */
  readonly outputs?: Float32Array;
}

/** What of a prepared file an evaluation needs. */
export type Evaluated = Pick<PreparedData, 'shape' | 'steps' | 'source' | 'score'>;

/** A split may be large: messages are let in this often. */
const batchesPerBreath = 16;
const symbolsPerBreath = 2000;

/** Loss and metrics of the session's weights, averaged where it keeps an average, on `examples` of the loaded source (a span of symbols for text). */
export const evaluateSplit = (
  session: Session,
  data: Evaluated,
  examples: Int32Array,
  training: Pick<TrainingConfig, 'batchSize' | 'loss'>,
): Promise<Evaluation> => session.withAverage(() => evaluatePresent(session, data, examples, training));

const evaluatePresent = async (
  session: Session,
  data: Evaluated,
  examples: Int32Array,
  { batchSize, loss: kind }: Pick<TrainingConfig, 'batchSize' | 'loss'>,
): Promise<Evaluation> => {
  if (examples.length === 0) return { loss: NaN, metrics: {} };
  if (data.source.kind === 'symbols') {
    const loss = await meanLoss(session, planLanes(examples, batchSize, data.steps));
    return {
      loss,
      metrics: textMetrics(kind === 'crossEntropy' ? loss : await meanNats(session, data.source.ids, examples)),
    };
  }
  const loss = await meanLoss(session, planExamples(examples, batchSize));
  const { means } = predictAll(session, data.shape.outputSize, examples, batchSize);
  return { loss, metrics: data.score(means, examples), outputs: means };
};

const meanLoss = async (session: Session, plan: BatchPlan): Promise<number> => {
  let lossSum = 0;
  let terms = 0;
  for (let index = 0; index < plan.count; index++) {
    if (index % batchesPerBreath === 0) await setImmediate();
    const batch = plan.batch(index);
    const result = session.evaluate(batch.examples, { carryState: batch.carryState });
    lossSum += result.lossSum;
    terms += result.terms;
  }
  return lossSum / terms;
};

/**
 * Nats per symbol of what `generate` samples from, softmax of the logits, for a text model that another loss trains:
 * its loss is in other units than the metrics and the baselines.
 */
const meanNats = async (session: Session, ids: Uint16Array, [start = 0, end = 0]: Int32Array): Promise<number> => {
  session.resetFeed();
  let sum = 0;
  for (let position = start; position + 1 < end; position++) {
    if ((position - start) % symbolsPerBreath === 0) await setImmediate();
    const logits = session.feed(ids[position] ?? 0);
    const maximum = logits.reduce((largest, logit) => Math.max(largest, logit), -Infinity);
    const total = logits.reduce((partial, logit) => partial + Math.exp(logit - maximum), 0);
    sum += maximum + Math.log(total) - (logits[ids[position + 1] ?? 0] ?? NaN);
  }
  return sum / (end - 1 - start);
};
