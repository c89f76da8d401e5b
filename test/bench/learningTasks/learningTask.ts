import type { NetworkShape } from '../../../engine/network/networkShape.ts';
import type { Random } from '../../../engine/compute/random.ts';
import type { Session } from '../../../engine/network/session.ts';

/** A task known from the literature that asks a network to remember. */
export interface LearningTask {
  readonly name: string;
  readonly shape: NetworkShape;
  readonly loss: 'mse' | 'crossEntropy';
  /** Time steps of an example, and those at its beginning whose predictions do not count. */
  readonly steps: number;
  readonly skip: number;
  /** What the error is counted in. */
  readonly unit: string;
  /** Error of the best answer that remembers nothing, and the error below which the task counts as solved. */
  readonly baseline: number;
  readonly solvedBelow: number;
  /** Loads data into the session and yields batches of it without end, each valid until the next. */
  readonly batches: (session: Session, batchSize: number, random: Random) => Generator<Int32Array, never>;
  /**
   * Error on examples that are kept from the batches. A task without it never shows an example twice: the mean loss
   * of batches, each taken before it is learned from, is its error.
   */
  readonly measure?: (session: Session) => number;
}
