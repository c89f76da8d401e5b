import { takeBreath } from '../errands/errand.ts';
import type { Session } from '../network/session.ts';

/** Examples predicted at once: enough to fill the kernels, small enough to stay in the cache. */
export const predictionBatchSize = 128;

/** Predictions for many examples, as the network encodes them. Both (examples, outputSize). */
export interface Predictions {
  readonly means: Float32Array;
  /** Of a network that tells distributions. */
  readonly deviations?: Deviations;
}

/** How far values may lie above what is predicted, and below it: standard deviations of a normal distribution, or what would be. Both as predictions. */
export interface Deviations {
  readonly above: Float32Array;
  readonly below: Float32Array;
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
  let deviations: Deviations | undefined;
  for (let first = 0; first < examples.length; first += batchSize) {
    yield;
    const batch = examples.subarray(first, first + batchSize);
    const outputs = session.predict(batch);
    const width = outputs.length / batch.length;
    if (width === outputSize) {
      means.set(outputs, first * outputSize);
      continue;
    }
    deviations ??= roomFor(means.length, width / outputSize);
    for (let row = 0; row < batch.length; row++) {
      const said = outputs.subarray(row * width, (row + 1) * width);
      tell(said, { means, ...deviations }, outputSize, (first + row) * outputSize);
    }
  }
  return deviations ? { means, deviations } : { means };
}

/** A distribution that is as wide on either side has one array for both. */
const roomFor = (values: number, groups: number): Deviations => {
  const above = new Float32Array(values);
  return { above, below: groups === 2 ? above : new Float32Array(values) };
};

/** Deviations of a normal distribution from its median to the tenth of it that lies highest. */
const toTenth = 1.2815515655446004;

/** What the blocks of outputs of one example say: means and log variances, or medians and how far the tenths lie below and above. */
const tell = (
  said: Float32Array,
  { means, above, below }: Deviations & { readonly means: Float32Array },
  size: number,
  place: number,
): void => {
  for (let output = 0; output < size; output++) {
    means[place + output] = said[output] ?? NaN;
    const second = said[size + output] ?? NaN;
    if (above === below) above[place + output] = Math.exp(0.5 * second);
    else {
      below[place + output] = softplus(second) / toTenth;
      above[place + output] = softplus(said[2 * size + output] ?? NaN) / toTenth;
    }
  }
};

const softplus = (x: number): number => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));
