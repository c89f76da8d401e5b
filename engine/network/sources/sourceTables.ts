import type { Offset } from '../../compute/offset.ts';
import type { RaggedTables } from './raggedTables.ts';
import type { Stage } from './stage.ts';

/** Sequences of symbols, and what stands past the end of one. */
interface PaddedTables extends RaggedTables {
  readonly padding: number;
}

/** A source in shared memory, as places and sizes: plain data, which every thread gets. */
export type SourceTables = (
  | {
      readonly kind: 'windows';
      readonly values: Offset;
      readonly columns: number;
      readonly targets: Offset;
      readonly targetColumns: number;
      readonly horizon: number;
      readonly lags: Offset;
      readonly rows: number;
    }
  | { readonly kind: 'symbols'; readonly ids: Offset }
  | {
      readonly kind: 'rows';
      readonly values: Offset;
      readonly columns: number;
      readonly labels: Offset;
      /** Undefined where all rows are equally long. */
      readonly lengths: Offset | undefined;
    }
  | ({ readonly kind: 'sequences'; readonly labels: Offset } & PaddedTables)
  | ({
      readonly kind: 'pairs';
      /** Each with one symbol more than steps: the one after the last. */
      readonly target: PaddedTables;
    } & PaddedTables)
) & {
  /** The smallest example, and the first that is too large: to predict, and to learn from. */
  readonly first: number;
  readonly endOfInputs: number;
  readonly endOfTargets: number;
};

/** A source ready for the kernels. */
export interface LoadedSource {
  readonly tables: SourceTables;
  /** Where the examples of a batch have to be read to, when the source lies in a file. */
  readonly stage?: Stage;
}
