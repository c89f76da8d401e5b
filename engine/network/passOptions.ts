import type { Diagnostics } from './diagnosis.ts';

/** What a training pass does beside forward and backward. */
export interface PassOptions {
  /** Start from the state that the previous pass of this kind left, lane by lane; else from zeros. */
  readonly carryState: boolean;
  /** Dropout masks are a hash of this, the layer and the element. */
  readonly dropoutSeed: number;
  /** Steps at the beginning whose predictions do not count, 0 when not given. */
  readonly skip?: number;
  /** Steps after which the state is kept for the next pass; all when not given. */
  readonly keepAfter?: number;
  /** Share of a decoder's steps that read what it has put out itself instead of the true symbol; 0 when not given. */
  readonly ownShare?: number;
  /** Look at gates and gradients on the way, for the update that follows to tell; a diagnosable session does. */
  readonly diagnose?: boolean;
}

/**
 * Loss sum over the terms of a batch: predictions for cross-entropy, or the sum of their classes' weights; target values
 * for the other losses.
 */
export interface Loss {
  readonly lossSum: number;
  readonly terms: number;
}

export interface Update {
  /** Before clipping, of the mean loss. */
  readonly gradNorm: number;
  /** Where a pass since the last update was diagnosed: what that pass, the last such, and the update have shown. */
  readonly diagnostics?: Diagnostics;
}
