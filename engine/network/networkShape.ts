import type { InputSpec, SymbolsSpec } from './networkSpec.ts';

/** What the data demands of the network. */
export interface NetworkShape {
  readonly input: InputSpec;
  /**
   * Target values per prediction: horizon * targetColumns, the vocabulary, or the classes.
   * The gaussian loss doubles the output layer: means first, then log variances.
   */
  readonly outputSize: number;
  /** Predict after every step (language model) or only after the last one. */
  readonly everyStep: boolean;
  /** What a decoder reads and puts out, where a sequence comes of a sequence. */
  readonly target?: SymbolsSpec;
}
