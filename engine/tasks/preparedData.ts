import type { NetworkShape } from '../compute/networkShape.ts';
import type { Source } from '../compute/source.ts';
import type { Baselines, Metrics } from '../protocol.ts';
import type { Codec } from '../encoding/codec.ts';
import type { Numbers } from '../files/numbers.ts';

/** A file as the network reads it, and the way back from predictions to the file. */
export interface EncodedFile {
  /** All rows or symbols of the file: row r of the source is data row r of the file. */
  readonly source: Source;
  /** What can be scored: windows whose targets are all in the file, rows with a label, or [start, end) of the text. */
  readonly examples: Int32Array;
  /** On `examples`. */
  readonly baselines: Baselines;
  /** What was left out, filled in or not known to the codec, one sentence each. */
  readonly dropped: readonly string[];
  /** How a table's rows stand in the file; undefined for text. */
  readonly rows: TableRows | undefined;
  readonly scorer: () => Scorer;
}

/** Metrics of predictions in the file's own units, from one part of the examples after another. */
export interface Scorer {
  /** `outputs` is (examples, outputSize). */
  add(outputs: Float32Array, examples: Int32Array): void;
  metrics(): Metrics;
}

/** What a prediction needs to be written beside its row, or after the last one. */
export interface TableRows {
  readonly count: number;
  /** The line a data row begins on, from 1. */
  readonly lineOf: (row: number) => number;
  /** Milliseconds since 1970, or undefined without a time column. */
  readonly times: Numbers | undefined;
  /** The first row with a value in every input: a window must not begin before it. */
  readonly firstComplete: number;
  /** The forecast targets, or the label of a classification. */
  readonly targets: readonly TargetColumn[];
  /** A row's timestamp as the file writes it; undefined without a time column. */
  readonly timeTextAt: (row: number) => string | undefined;
  /** Texts of the `count` timestamps after the last row, as the file writes them; empty without a time column. */
  readonly nextTimes: (count: number) => readonly string[];
  /** A row to append to the file, without its line break; cells that are neither time nor target stay empty. */
  readonly formatRow: (time: string | undefined, values: readonly string[]) => string;
}

export interface TargetColumn {
  readonly column: string;
  /** The cell's place in its row, from 0. */
  readonly cell: number;
  readonly decimals: number;
  readonly isEmpty: (row: number) => boolean;
  /** The number that stands in the file, NaN for none. For a label, its class, -1 when empty or unknown to the codec. */
  readonly valueAt: (row: number) => number;
  /** The cell's content; for a label, its text. */
  readonly textAt: (row: number) => string;
  /** From the network's output to the file's units; for a label, the class itself. */
  readonly decode: (output: number) => number;
  /** As the column would write it. For a label, of the class. */
  readonly format: (value: number) => string;
}

/** All that training needs of a file. */
export interface PreparedData {
  readonly shape: NetworkShape;
  /** Time steps of one example. */
  readonly steps: number;
  readonly source: Source;
  readonly codec: Codec;
  /** Windows and rows: example integers. Symbols: [start, end) of the span. */
  readonly splits: { readonly train: Int32Array; readonly valid: Int32Array; readonly test: Int32Array };
  readonly baselines: { readonly valid: Baselines; readonly test: Baselines };
  readonly headline: { readonly metric: string; readonly lowerIsBetter: boolean };
  readonly dropped: readonly string[];
  readonly rows: TableRows | undefined;
  readonly scorer: () => Scorer;
}
