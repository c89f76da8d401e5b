import type { Session } from '../../../engine/network/session.ts';
import type { Source } from '../../../engine/compute/source.ts';

/** Batches that are made and loaded together. */
const batchesPerLoad = 100;

/**
 * Batches of sequences that never come again, without end. `draw` makes a source of so many sequences, one after
 * another, each of `length` rows or symbols.
 */
export function* freshBatches(
  session: Session,
  batchSize: number,
  length: number,
  draw: (sequences: number) => Source,
): Generator<Int32Array, never> {
  const examples = new Int32Array(batchSize);
  for (;;) {
    session.load(draw(batchSize * batchesPerLoad));
    for (let batch = 0; batch < batchesPerLoad; batch++) {
      for (let b = 0; b < batchSize; b++) examples[b] = (batch * batchSize + b) * length;
      yield examples;
    }
  }
}
