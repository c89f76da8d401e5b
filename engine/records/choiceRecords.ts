import type { Measured } from './records.ts';

// What was tried on folds of a file before its run was trained.

/** One way to forecast that was tried. */
export interface TriedVariant {
  /** As part of a sentence: `differences from the last value, window 48`. */
  readonly what: string;
  /** Mean error of its forecasts over the folds, and in each, the oldest first; null where it could not be trained. */
  readonly mean: Measured;
  readonly byFold: readonly Measured[];
  /** Folds in which it errs less than what rules chose. */
  readonly better: number;
  /** Mean error of its network alone. */
  readonly network: Measured;
  /** That it was trained with when it was last held against the others. */
  readonly updates: number;
}

/** How a choice on folds came out; the folds end where the validation part begins. */
export interface ChoiceRecord {
  readonly metric: 'mae' | 'mase';
  readonly folds: number;
  readonly horizon: number;
  /** Those that were tried, the first by the rules; of each its last trial. */
  readonly tried: readonly TriedVariant[];
  /** Place of the one that is trained in the list. */
  readonly chosen: number;
  /** What trying took, as a share of what the training takes if it is not stopped early. */
  readonly share: number;
  /** What came of it, in a sentence or two. */
  readonly verdict: string;
}
