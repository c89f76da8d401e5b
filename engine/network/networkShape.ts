import type { InputSpec, SymbolsSpec } from './networkSpec.ts';

/** What the data demands of the network. */
export interface NetworkShape {
  readonly input: InputSpec;
  /**
   * Target values per prediction: horizon * targetColumns, the vocabulary, or the classes.
   * Losses of distributions have several blocks of outputs as long: of the gaussian one means first, then log variances.
   */
  readonly outputSize: number;
  /** Predict after every step (language model) or only after the last one. */
  readonly everyStep: boolean;
  /** What a decoder reads and puts out, where a sequence comes of a sequence. */
  readonly target?: SymbolsSpec;
  /** Of windows of a series. */
  readonly series?: SeriesShape;
}

/** What the values of a window are, and what is to be predicted of them. */
export interface SeriesShape {
  readonly window: number;
  readonly horizon: number;
  /** Places among the values of a step: of all numbers, and of each target, in the units that it is predicted in; -1 of one that is not read. */
  readonly numbers: readonly number[];
  readonly targets: readonly number[];
  /** Values that are known of each step ahead; none where it is not given. */
  readonly known?: number;
  /** Places of the values that say what kind of series it is, and of how many the vector is that becomes of them. */
  readonly marks?: { readonly columns: readonly number[]; readonly size: number };
}
