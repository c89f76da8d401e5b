import type { Offset } from '../../compute/offset.ts';
import type { RaggedTables } from './raggedTables.ts';
import type { TargetTables } from './sequenceTargets.ts';
import type { Stage } from './stage.ts';

/** Sequences of symbols, and what stands past the end of one. */
interface PaddedTables extends RaggedTables {
  readonly padding: number;
}

/** Sequences of symbols or of vectors. */
export type StepTables = (
  | { readonly ids: Offset; readonly padding: number; readonly spelling?: SpellingTables }
  | VectorTables
) &
  Pick<RaggedTables, 'starts' | 'lengths'>;

/** Words by their letters. */
export interface SpellingTables extends RaggedTables {
  /** Which word a step is, by step as `starts` of the sequences has them. */
  readonly words: Offset;
  /** Words in all, and for each thread a number for every one. */
  readonly count: number;
  readonly places: Offset;
}

interface VectorTables {
  readonly values: Offset;
  readonly columns: number;
}

/** What is known of rows to come. (rows, columns) */
interface KnownTables {
  readonly values: Offset;
  readonly columns: number;
}

/** A source in shared memory, as places and sizes: plain data, which every thread gets. */
export type SourceTables = (
  | {
      readonly kind: 'windows';
      readonly values: Offset;
      readonly columns: number;
      readonly targets: Offset;
      readonly targetColumns: number;
      readonly units: Offset | undefined;
      readonly horizon: number;
      readonly lags: Offset;
      readonly rows: number;
      readonly known: KnownTables | undefined;
    }
  | { readonly kind: 'symbols'; readonly ids: Offset; readonly labels: Offset | undefined }
  | ({
      readonly kind: 'rows';
      readonly values: Offset;
      readonly columns: number;
      /** Undefined where all rows are equally long. */
      readonly lengths: Offset | undefined;
    } & TargetTables)
  | ({ readonly kind: 'sequences' } & PaddedTables & TargetTables)
  | ({
      readonly kind: 'steps';
      /** 16 bits each, a class by step as `starts` has them. */
      readonly labels: Offset;
      /** What is predicted at each step of a batch of so many lanes. (answerLanes, steps, outputs) */
      readonly answers: Offset;
      readonly answerLanes: number;
    } & StepTables)
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
