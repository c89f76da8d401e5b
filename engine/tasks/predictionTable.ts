export type Cell = string | number;

/** Every row of a file with what was predicted for it, as a table to write. */
export interface PredictionTable {
  readonly header: readonly string[];
  readonly count: number;
  /** They are asked for in order, each once. */
  readonly cellsOf: (row: number) => Cell[];
  /** Rows after them. */
  readonly rest: readonly Cell[][];
}
