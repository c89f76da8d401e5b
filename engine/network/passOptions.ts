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
