import type { Session } from '../network/session.ts';

/** Examples predicted at once: enough to fill the kernels, small enough to stay in the cache. */
export const predictionBatchSize = 128;

/** Predictions for many examples, as the network encodes them. Both (examples, outputSize). */
export interface Predictions {
  readonly means: Float32Array;
  /** Standard deviations, of a network trained with the gaussian loss only. */
  readonly deviations?: Float32Array;
}

/** Runs `examples` of the loaded source through the network, `batchSize` at a time. */
export const predictAll = (
  session: Session,
  outputSize: number,
  examples: Int32Array,
  batchSize: number,
): Predictions => {
  const means = new Float32Array(examples.length * outputSize);
  let deviations: Float32Array | undefined;
  for (let first = 0; first < examples.length; first += batchSize) {
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
};
