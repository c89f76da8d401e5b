import type { Measured } from './records.ts';

/** As editors count: both from 0, characters in UTF-16 units, a byte order mark not counted. */
export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

/** Where a cell stands in its file, quotes included. */
export interface CellPlace {
  readonly start: TextPosition;
  /** Of an empty cell `start`, where its text would begin. */
  readonly end: TextPosition;
  /**
   * What stands there, and on the same lines on either side of it, at most 100 characters each: where an editor finds
   * something else, the file is another one by now.
   */
  readonly content: string;
  readonly before: string;
  readonly after: string;
  /** What to put there for the predicted text, in quotes where the file's format asks for them. */
  readonly written: string;
}

/** What a model says of a cell of the file. */
export interface PredictedCell {
  readonly column: string;
  /** Its place among the row's cells, from 0; undefined in a file without the column. */
  readonly cell?: number;
  /** Only where it was asked for, and the cell can be written to. */
  readonly place?: CellPlace;
  /** What stands there, '' where it is empty. */
  readonly actual: string;
  /** What would stand there, as the column writes it. */
  readonly text: string;
  /** Of a number. */
  readonly value?: Measured;
  /** Bounds that hold the truth in 80 % of all cases, or in as many as were asked for; null where they could not be computed. */
  readonly low?: Measured;
  readonly high?: Measured;
  /** The bounds as the column writes them, where both are known. */
  readonly bounds?: readonly [low: string, high: string];
  /** Of a class. */
  readonly probability?: Measured;
  /** The next likely classes, at most four. */
  readonly alternatives?: readonly Alternative[];
}
/** Something else that may stand in a cell. */
export interface Alternative {
  readonly text: string;
  readonly probability: number;
}
export interface PredictedRow {
  /** In the file, from 1. */
  readonly line: number;
  readonly cells: readonly PredictedCell[];
}
/** A step after the last row; `row` is the row to append, as text of the file, without a line break. */
export interface NextRow {
  /** Of a file with several: whose row it is. */
  readonly series?: string;
  /**
   * Of series that stand one below the other in the file, where this row belongs: above a line, from 1, or below the row
   * that begins on it; several with the same place the nearest first, or last where they go above.
   */
  readonly place?: { readonly line: number; readonly isAbove: boolean };
  readonly time?: string;
  readonly cells: readonly PredictedCell[];
  readonly row: string;
}
/** Futures that might come of one target, each with all steps. */
export interface SampledPaths {
  /** Of a file with several: whose they are. */
  readonly series?: string;
  readonly column: string;
  /** By path, then by step. Paths of the same number of all targets belong together. */
  readonly values: readonly (readonly Measured[])[];
}
/** What a model says of a file, whatever its task. */
export interface Prediction {
  /**
   * Rows with a cell that is empty, or that the model would fill otherwise; at most 1,000, in the order of the file.
   * With `emptyOnly` those with an empty cell, at most 100,000.
   */
  readonly rows: readonly PredictedRow[];
  /** More such rows than `rows` lists. */
  readonly omitted: number;
  /** Lines of rows with an empty cell and fewer than `rowsNeeded` rows above; at most as many as `rows`. */
  readonly tooEarly: readonly number[];
  /** Rows that a prediction needs above it. */
  readonly rowsNeeded: number;
  readonly next: readonly NextRow[];
  /** The line, from 1, that the next rows belong above, the last of them first: in a file whose newest row stands first. */
  readonly nextAbove?: number;
  /** The line, from 1, that the last row of the table begins on: the next ones belong below it, above notes and totals. */
  readonly lastLine?: number;
  /** The next rows as a table of their own, as text: time, then each target with its bounds. */
  readonly nextTable?: string;
  /** Where they were asked for, and are not written to a file. */
  readonly paths?: readonly SampledPaths[];
  /** What the predictions are made of besides the network, in a sentence. */
  readonly madeOf?: string;
  /** How the file was read, what of it was left out, filled in or not known to the model, a sentence each. */
  readonly notes?: readonly string[];
  /** Why the model may not be one for this file, a sentence each. */
  readonly misfits?: readonly string[];
}

/** What a model says of a text that stands in no file. */
export interface TextPrediction {
  /** The likeliest first, at most five. */
  readonly alternatives: readonly Alternative[];
  readonly unit: 'words' | 'characters' | 'bytePairs';
  /** Words, characters or pieces of words of the text, and how many of them the network reads: of a long text the first. */
  readonly length: number;
  readonly read: number;
  /** What the network reads as an unknown word or character, each once, at most twenty. */
  readonly unknown: readonly string[];
  /** Of a model that gives every word a class: those, in order. There are no alternatives of the whole then. */
  readonly steps?: readonly LabelledWord[];
  /** Of a model that predicts numbers: those. There are no alternatives then. */
  readonly numbers?: readonly PredictedNumber[];
  /** How it was computed, where that was asked for, a sentence each. */
  readonly notes?: readonly string[];
}

/** A number with as many digits as its column has, and its bounds as those of a `PredictedCell`. */
export type PredictedNumber = Required<Pick<PredictedCell, 'column' | 'text' | 'value'>> &
  Pick<PredictedCell, 'low' | 'high'>;

export interface LabelledWord {
  readonly word: string;
  /** The likeliest class first, at most five. */
  readonly alternatives: readonly Alternative[];
}
