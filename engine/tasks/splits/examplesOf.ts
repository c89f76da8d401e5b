import type { Split } from '../../config.ts';
import type { Table } from '../../files/readTable.ts';
import type { Labelled } from '../labels/classScorer.ts';

/** Examples of a table that are to be shared out to training, validation and test. */
export interface Examples {
  readonly table: Table;
  /** What one is called: `row`. */
  readonly item: string;
  /** Those with something to learn, ascending. */
  readonly usable: Int32Array;
  /** Rows of an example: from the first of them to the one after the last. */
  readonly rowsOf: (example: number) => readonly [first: number, end: number];
  /** Columns whose cells make examples alike where they are the same. */
  readonly alikeBy: readonly string[];
  /** How they are shared out where nothing is said. */
  readonly way: NonNullable<Split['way']>;
  /** By example, where it has one class. */
  readonly labels?: Labelled;
  /** What an example never leaves: another one with the same number is always in the same part. */
  readonly unitOf?: (example: number) => number;
}

/** Examples that are the rows of their table. */
export const rowAsExample = (row: number): readonly [number, number] => [row, row + 1];

/** Examples that are the rows between two of these. */
export const rowsBetween =
  (starts: Float64Array) =>
  (example: number): readonly [number, number] => [starts[example] ?? 0, starts[example + 1] ?? 0];
