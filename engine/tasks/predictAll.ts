import { takeBreath } from '../errands/errand.ts';
import type { Session } from '../network/session.ts';
import { type Deviations, roomFor, tellOutputs } from './distributions/deviations.ts';

/** Examples predicted at once: enough to fill the kernels, small enough to stay in the cache. */
export const predictionBatchSize = 128;

/** Predictions for many examples, as the network encodes them. Both (examples, outputSize). */
export interface Predictions {
  readonly means: Float32Array;
  /** Of a network that tells distributions. */
  readonly deviations?: Deviations;
}

/** Batches that are predicted before messages are let in. */
const batchesPerBreath = 16;

/** Runs `examples` of the loaded source through the network, `batchSize` at a time. */
export const predictAll = (
  session: Session,
  outputSize: number,
  examples: Int32Array,
  batchSize: number,
): Predictions => {
  const batches = predictBatches(session, outputSize, examples, batchSize);
  for (;;) {
    const { done, value } = batches.next();
    if (done) return value;
  }
};

/** The same for however many, which a person waits for: tells how far it is, and rejects with `Cancelled`, as `takeBreath`. */
export const predictMany = async (session: Session, outputSize: number, examples: Int32Array): Promise<Predictions> => {
  const batches = predictBatches(session, outputSize, examples, predictionBatchSize);
  for (let batch = 0; ; batch++) {
    const share = (batch * predictionBatchSize) / examples.length;
    if (batch % batchesPerBreath === 0) await takeBreath({ doing: 'predicting', share });
    const { done, value } = batches.next();
    if (done) return value;
  }
};

/** Yields before every batch. */
function* predictBatches(
  session: Session,
  outputSize: number,
  examples: Int32Array,
  batchSize: number,
): Generator<undefined, Predictions, void> {
  const means = new Float32Array(examples.length * outputSize);
  const deviations = roomFor(session.loss, means.length);
  for (let first = 0; first < examples.length; first += batchSize) {
    yield;
    const batch = examples.subarray(first, first + batchSize);
    const outputs = session.predict(batch);
    if (!deviations) {
      means.set(outputs, first * outputSize);
      continue;
    }
    const width = outputs.length / batch.length;
    for (let row = 0; row < batch.length; row++) {
      const said = outputs.subarray(row * width, (row + 1) * width);
      const place = (first + row) * outputSize;
      tellOutputs(said, means, deviations, outputSize, place);
    }
  }
  return deviations ? { means, deviations } : { means };
}
