import type { FirstVectors } from '../network/initial/firstVectors.ts';
import type { NetworkShape } from '../network/networkShape.ts';
import type { Source } from '../compute/source.ts';
import type { Baselines, ClassRates, Drawing, Metrics } from '../protocol.ts';
import type { Session } from '../network/session.ts';
import type { TrainingConfig } from '../config.ts';
import type { Codec } from '../encoding/codec.ts';
import type { Truncation } from './batches.ts';
import type { Calibration } from './model.ts';
import type { Deviations } from './distributions/deviations.ts';
import type { SimpleForecasts } from './simple/simpleForecasts.ts';
import type { TargetScales } from './simple/targetScales.ts';
import type { Numbers } from '../files/columns/numbers.ts';
import type { ResolvedFormat } from '../files/tableFormat.ts';

/** Lets messages in, and tells which share of the work is done. What it rejects with ends the work. */
export type Breathe = (share?: number) => Promise<void>;

/** How an encoded file is gone through and scored. */
export interface Scored {
  /** Where examples follow each other in one stream: how it is cut. Else they are independent, and come in any order. */
  readonly stream?: Truncation;
  /** Metrics of the examples one by one, of the network alone or as a model is calibrated. */
  readonly scorer?: (calibration?: Calibration) => Scorer;
  /** What would be said of the file's rows without a network. */
  readonly simple?: SimpleForecasts;
  /** What its targets are divided by. */
  readonly scales?: TargetScales;
  /** Metrics of a stream, from its mean loss or by going through it again; `breathe` lets messages in. */
  readonly scoreStream?: (session: Session, span: Int32Array, loss: MeanLoss, breathe: Breathe) => Promise<Metrics>;
  /** Metrics of sequences that a decoder puts out, step by step; `breathe` lets messages in. */
  readonly scoreDecoded?: (session: Session, examples: Int32Array, breathe: Breathe) => Promise<Metrics>;
  /** Metrics of examples with a prediction at every step; `breathe` lets messages in. */
  readonly scoreSteps?: (session: Session, examples: Int32Array, breathe: Breathe) => Promise<Metrics>;
}

/** Mean over the predictions of what was trained on. */
export interface MeanLoss {
  readonly kind: TrainingConfig['loss'];
  readonly mean: number;
}

/** A file as the network reads it, and the way back from predictions to the file. */
export interface EncodedFile extends Scored {
  /** All rows or symbols of the file: row r of the source is data row r of the file. */
  readonly source: Source;
  /** What can be scored: windows whose targets are all in the file, rows with a label, or [start, end) of the text. */
  readonly examples: Int32Array;
  /** On `examples`. */
  readonly baselines: Baselines;
  /** What was left out, filled in or not known to the codec, one sentence each. */
  readonly dropped: readonly string[];
  /** Why the model may not be one for this file, one sentence each. */
  readonly misfits?: readonly string[];
  /** How a table's rows stand in the file; undefined for text. */
  readonly rows: TableRows | undefined;
  /** Where what was fitted to training differs by file, that of this one. */
  readonly codec?: Codec;
  /** Of a file of several series: each by itself, as a file of its own, with what each column says of it that tells them apart. */
  readonly series?: readonly {
    readonly name: string;
    readonly ids: readonly string[];
    readonly encoded: EncodedFile;
  }[];
}

/** Metrics of predictions in the file's own units, from one part of the examples after another. */
export interface Scorer {
  /** `outputs` is (examples, outputSize), and `deviations`, where the network tells them. */
  add(outputs: Float32Array, examples: Int32Array, deviations?: Deviations): void;
  metrics(): Metrics;
  /** Of the network alone, where what is predicted is more than that. */
  alone?(): Metrics | undefined;
  /** Of classes, by their labels. */
  perClass?(): Readonly<Record<string, ClassRates>>;
}

/** What a prediction needs to be written beside its row, or after the last one. */
export interface TableRows {
  readonly count: number;
  /** How the file is cut into cells. */
  readonly format: ResolvedFormat;
  /** The line a data row begins on, from 1. */
  readonly lineOf: (row: number) => number;
  /** Milliseconds since 1970, or undefined without a time column. */
  readonly times: Numbers | undefined;
  /** Of a series with times: the `count` of them after the last row. */
  readonly futureTimes?: (count: number) => readonly number[];
  /** What the clock shows at such a time, where that differs. */
  readonly shownAt?: (time: number) => number;
  /** Whether the rows are those of the file backwards: the newest stands first there. */
  readonly isNewestFirst?: boolean;
  /** The first row with a value in every input: a window must not begin before it. */
  readonly firstComplete: number;
  /** The forecast targets, or the label of a classification. */
  readonly targets: readonly TargetColumn[];
  /** A row's timestamp as the file writes it; undefined without a time column. */
  readonly timeTextAt: (row: number) => string | undefined;
  /** Texts of the `count` timestamps after the last row, as the file writes them; empty without a time column. */
  readonly nextTimes: (count: number) => readonly string[];
  /** Whether a row has anything to predict from; every row has when not given. */
  readonly hasInputs?: (row: number) => boolean;
  /** Where a row here is a sequence of rows of the file: the column that tells them apart, and what stands there. */
  readonly group?: { readonly column: string; readonly nameOf: (row: number) => string };
  /** What a person knows a row by: the beginning of its text. */
  readonly excerptOf?: (row: number) => string;
  /** What the network reads of a row, where that can be drawn. */
  readonly drawingOf?: (row: number) => Drawing;
  /** The word that is labelled in a row. */
  readonly wordAt?: (row: number) => string;
  /** To be awaited before `textAt` of many rows is asked for: cells of numbers are read anew as they stand in the file. */
  readonly loadTexts?: () => Promise<void>;
  /**
   * A row to append to the file, the `ahead`-th after the last one, without its line break; cells that are not known
   * stay empty.
   */
  readonly formatRow: (time: string | undefined, values: readonly string[], ahead: number) => string;
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
  /** Of a label: what stands in the file, where `textAt` is not that. */
  readonly cellAt?: (row: number) => string;
  /** From the network's output to the file's units; for a label, the class itself. */
  readonly decode: (output: number) => number;
  /** As the column would write it. For a label, of the class. */
  readonly format: (value: number) => string;
}

export interface SplitBaselines {
  readonly valid: Baselines;
  readonly test: Baselines;
}

/** Baselines that are made while the network trains already. */
export interface LateBaselines {
  /** The work, as a person is told of it: `counting n-grams`. */
  readonly what: string;
  /**
   * Makes all baselines, those that there were before among them. `tell` hears how much is done, 0 to 1. Rejects with
   * `Cancelled` as soon as `signal` says so.
   */
  readonly make: (
    signal: AbortSignal,
    tell: (share: number) => void,
  ) => Promise<SplitBaselines & { readonly note?: string }>;
}

/** All that training needs of a file. */
export interface PreparedData<C extends Codec = Codec> extends Scored {
  readonly shape: NetworkShape;
  /** Time steps of one example, of the longest where they differ. */
  readonly steps: number;
  /** The most steps of what a decoder puts out, see `SessionOptions`. */
  readonly targetSteps?: number;
  /** Of the outputs, see `SessionOptions`. */
  readonly classWeights?: Float32Array;
  /** Of the symbols that the network reads; random without. */
  readonly firstVectors?: FirstVectors;
  readonly source: Source;
  /** Time steps of each example, where they are not all equally long: alike long ones are trained on together. */
  readonly lengths?: Int32Array;
  readonly codec: C;
  /** Windows and rows: example integers. Symbols: [start, end) of the span. */
  readonly splits: { readonly train: Int32Array; readonly valid: Int32Array; readonly test: Int32Array };
  /** With those that lie in two parts, and so in none; the examples of the splits when not given. */
  readonly allExamples?: Int32Array;
  readonly baselines: SplitBaselines;
  /** Those that take longer to make than a person waits for the first curve; `baselines` are without. */
  readonly lateBaselines?: LateBaselines;
  /** Of series with times: milliseconds since 1970 that the clock shows at a row. */
  readonly timeAt?: ((row: number) => number) | undefined;
  readonly headline: { readonly metric: string; readonly lowerIsBetter: boolean };
  readonly dropped: readonly string[];
  readonly rows: TableRows | undefined;
  /** Of several series: whose `rows` are. */
  readonly rowsOf?: string;
}
