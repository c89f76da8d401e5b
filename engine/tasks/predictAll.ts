import { takeBreath } from '../errands/errand.ts';
import type { Session } from '../network/session.ts';

/** Examples predicted at once: enough to fill the kernels, small enough to stay in the cache. */
export const predictionBatchSize = 128;

/** Predictions for many examples, as the network encodes them. Both (examples, outputSize). */
export interface Predictions {
  readonly means: Float32Array;
  /** Standard deviations, of a network trained with the gaussian loss only. */
  readonly deviations?: Float32Array;
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
  let deviations: Float32Array | undefined;
  for (let first = 0; first < examples.length; first += batchSize) {
    yield;
    const batch = examples.subarray(first, first + batchSize);
    const outputs = session.predict(batch);
    const width = outputs.length / batch.length;
    if (width === outputSize) {
      means.set(outputs, first * outputSize);
      continue;
    }
    deviations ??= new Float32Array(means.length);
    for (let row = 0; row < batch.length; row++) {
      const begin = row * width;
      const target = (first + row) * outputSize;
      for (let output = 0; output < outputSize; output++) {
        means[target + output] = outputs[begin + output] ?? NaN;
        deviations[target + output] = Math.exp(0.5 * (outputs[begin + outputSize + output] ?? NaN));
      }
    }
  }
  return deviations ? { means, deviations } : { means };
}
