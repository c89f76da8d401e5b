import type { RunConfig } from '../config.ts';
import type { Place } from '../errors.ts';
import type { ChoiceRecord } from './choiceRecords.ts';
import type { SampleEvent } from './sampleRecords.ts';
import type { FoundBy } from './searchRecords.ts';

// What the engine tells of files and runs: over the protocol, as lines of `--json`, and in run folders.

/** A figure that may not be there: JSON has no NaN and no infinity, so that what is not known or not finite is null. */
export type Measured = number | null;

export type ColumnType = 'number' | 'timestamp' | 'category' | 'text';

/** What a column is for, where the format of the file says it: the sequence that a row is a step of, a value of the step, the sequence's label. */
export type ColumnRole = 'sequence' | 'value' | 'label';

export interface ColumnSummary {
  readonly name: string;
  readonly type: ColumnType;
  /** Only where the file's format says it. */
  readonly role?: ColumnRole;
  /** Of numbers, or of timestamps in milliseconds since 1970; not there in a column without a value. */
  readonly min?: number;
  readonly max?: number;
  readonly missing: number;
  readonly distinct?: number;
  /** Most digits after the decimal point in the file; predictions are shown with as many. */
  readonly decimals?: number;
  /** Of the cells of a text or category column, missing ones left out: how long they are, in Unicode's code points. */
  readonly meanCharacters?: number;
  readonly longestCharacters?: number;
  /** Up to three values as they stand in the file. */
  readonly examples: readonly string[];
  /** Cells that do not fit the type, at most ten. */
  readonly problems: readonly { readonly place: Place; readonly message: string }[];
}

interface FileSummary {
  readonly file: string;
  readonly bytes: number;
  readonly proposedTask: string;
  /** Why, in one sentence. */
  readonly why: string;
}

export interface TableInspection extends FileSummary {
  readonly kind: 'table';
  readonly rows: number;
  readonly columns: readonly ColumnSummary[];
  /** Of a table that is cut by one, and whether its first row names the columns. */
  readonly delimiter?: string;
  readonly header?: boolean;
  /** Whether the file holds characters, in one encoding or another. */
  readonly isDecoded: boolean;
  /** Whether `#` lines were skipped. */
  readonly comments: number;
  /** What else of its lines was left out, a sentence each; absent where there is nothing to say. */
  readonly notes?: readonly string[];
  /** What was understood of it as the proposed task takes it, a sentence each; absent where there is nothing to say. */
  readonly told?: readonly string[];
}

export interface TextInspection extends FileSummary {
  readonly kind: 'text';
  /** Code points. */
  readonly symbols: number;
  readonly distinct: number;
  readonly lines: number;
  /** Of a file that may be read as a table too: those whose texts a task may learn instead of the whole. */
  readonly columns?: readonly ColumnSummary[];
  /** How its characters are written, a sentence each; absent where there is nothing to say. */
  readonly notes?: readonly string[];
}

export type Inspection = TableInspection | TextInspection;

/** Figures by name: `{mae, rmse, smape, mase}`, `{crossEntropy, bitsPerCharacter, perplexity}`, `{accuracy, f1Macro}`, `{mae, rmse, r2}`. */
export type Metrics = Readonly<Record<string, Measured>>;
export type Baselines = Readonly<Record<string, Metrics>>;

/** How a class is known; null where there is nothing to divide by: one that is never the answer has no precision. */
export interface ClassRates {
  readonly precision: Measured;
  readonly recall: Measured;
  readonly f1: Measured;
  /** Examples of it. */
  readonly support: number;
}

/** Figures by name, and of classes as `perClass` those of each by its label. */
export type FinalMetrics = Readonly<Record<string, Measured | Readonly<Record<string, ClassRates>>>>;

export interface StepEvent {
  readonly event: 'step';
  readonly epoch: number;
  /** Training steps since the run began. */
  readonly step: number;
  readonly stepsPerEpoch: number;
  /** Mean over the steps since the last report; a step whose loss or gradient is not finite ends the run instead. */
  readonly trainLoss: number;
  readonly gradNorm: number;
  readonly learningRate: number;
  /** Rows or symbols per second. */
  readonly perSecond: number;
  /** Training time so far, without pauses. */
  readonly seconds: number;
  /** Estimated seconds left. */
  readonly eta: number;
}

export interface EpochEvent {
  readonly event: 'epoch';
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  readonly trainLoss: number;
  /** null where the validation split cannot be scored. */
  readonly validLoss: Measured;
  /** On the validation split, and what simple forecasts reach there. */
  readonly metrics: Metrics;
  readonly baselines: Baselines;
  readonly learningRate: number;
  readonly isBest: boolean;
  readonly seconds: number;
  readonly perSecond: number;
  readonly eta: number;
}

/** The run folder has a new `forecast.json` (a `ForecastPlot`) or `results.json` (a `ClassReport` or `NumberReport`). */
export interface PlotEvent {
  readonly event: 'plot';
  readonly epoch: number;
  readonly file: string;
}

export interface ConfigEvent {
  readonly event: 'config';
  readonly run: string;
  readonly config: RunConfig;
  /** What was picked for the person, one sentence each. */
  readonly choices: readonly string[];
  /** Where something was chosen on folds of the file. */
  readonly choice?: ChoiceRecord;
  readonly parameters: number;
  readonly stepsPerEpoch: number;
  /** On the validation split, by the same metrics as `EpochEvent`. */
  readonly baselines: Baselines;
  /** The metric shown first and the baseline it is held against. */
  readonly headline: { readonly metric: string; readonly lowerIsBetter: boolean };
  readonly kernels: string;
  readonly threads: number;
  /** What factors of the products of training are rounded to; a run of before it could be chosen says nothing: float32. */
  readonly precision?: 'float32' | 'bfloat16' | undefined;
}

export interface LogEvent {
  readonly event: 'log';
  readonly message: string;
}

/** A training on the examples of all parts, after what it came to was measured. */
export interface Refit {
  readonly epochs: number;
  readonly examples: number;
}

export type DoneReason = 'finished' | 'early-stopping' | 'stopped';

export interface DoneEvent {
  readonly event: 'done';
  readonly reason: DoneReason;
  /** The run folder. */
  readonly run: string;
  readonly best: { readonly epoch: number; readonly validLoss: Measured };
  readonly test: { readonly loss: Measured; readonly metrics: Metrics; readonly baselines: Baselines };
  /** What the best weights reach, and what simple models do: on the test split, or where nothing is held out for it on the validation split. Runs of before do not tell. */
  readonly measuredOn?: 'test' | 'valid';
  readonly metrics?: FinalMetrics;
  readonly baselines?: Baselines;
  /** What the predictions are made of besides the network, in a sentence. */
  readonly madeOf?: string;
  /** Where the model was trained on all parts in the end: what is measured is that of before. */
  readonly refit?: Refit;
  readonly epochs: number;
  readonly seconds: number;
}

export interface ErrorEvent {
  readonly event: 'error';
  readonly message: string;
  readonly isInputError: boolean;
  readonly place?: Place;
}

/**
 * One layer, in one of its directions, at one training step. Shares are of a number of values, 0 to 1. A `Figure` is a
 * number, NaN included, before the message that tells of it.
 */
export interface LayerDiagnostics<Figure = Measured> {
  /** `l0`, `l1_reverse` */
  readonly name: string;
  /**
   * Norm over lanes and units of the gradient of the batch's mean loss by h_t, in the order of t, every t. Of text, of
   * the loss at the last step alone: summed over losses at every step, near ones hide whether any comes from afar.
   */
  readonly stateGradients: readonly Figure[];
  /**
   * Of each gate the share of values below 0.1 or above 0.9 of its range, by its name: `input`, `forget`, `candidate`,
   * `output`, `reset`, `update`, and `hidden` for the units of an Elman network other than relu.
   */
  readonly saturated: Readonly<Record<string, Figure>>;
  /** Share of relu units that were 0 at every step of every lane; undefined for other units. */
  readonly dead?: Figure;
}

/** L2 norms of a parameter tensor, by PyTorch's name, of its gradient before clipping, and of its update. */
export interface TensorDiagnostics<Figure = Measured> {
  readonly name: string;
  readonly weight: Figure;
  readonly gradient: Figure;
  readonly update: Figure;
}

export interface Verdict {
  readonly kind: 'healthy' | 'vanishing' | 'exploding' | 'saturated' | 'dead' | 'clipped' | 'frozen' | 'unstable';
  /** What was seen and what to do about it, one sentence. */
  readonly message: string;
}

/** How gradients flow and weights move, looked at once in a while; a line of `gradients.jsonl`. */
export interface GradientsEvent<Figure = Measured> {
  readonly event: 'gradients';
  readonly epoch: number;
  readonly step: number;
  readonly layers: readonly LayerDiagnostics<Figure>[];
  readonly tensors: readonly TensorDiagnostics<Figure>[];
  /** Share of the updates since the last of these events whose gradient was longer than gradClip. */
  readonly clippedUpdates: Figure;
  /** Share of this update's gradient values beyond clipValue. */
  readonly clippedValues: Figure;
  /** The gravest first; `healthy` alone where there is nothing to say. */
  readonly verdicts: readonly Verdict[];
}

/** One report of a run: a notification, a line of `--json`, and (step, epoch, done) a line of `metrics.jsonl`. */
export type RunEvent =
  | ConfigEvent
  | StepEvent
  | EpochEvent
  | SampleEvent
  | GradientsEvent
  | PlotEvent
  | LogEvent
  | DoneEvent
  | ErrorEvent;

export type RunStatus = 'running' | 'paused' | 'finished' | 'stopped' | 'failed';

/**
 * `run.json` of a run folder. `status` is what was last written: `running` or `paused` with no live
 * engine behind it (`pid`) means interrupted.
 */
export interface RunRecord {
  readonly version: 1;
  readonly id: string;
  readonly created: string;
  readonly updated: string;
  readonly status: RunStatus;
  readonly pid: number;
  /** `rnn-studio` version. */
  readonly software: string;
  /** Absolute path of the data file when the run began. */
  readonly file: string;
  /** `beside`: hashes of the files that were read along with it, by their names. */
  readonly fingerprint: {
    readonly bytes: number;
    readonly sha256: string;
    readonly beside?: Readonly<Record<string, string>> | undefined;
  };
  readonly config: RunConfig;
  readonly choices: readonly string[];
  readonly choice?: ChoiceRecord;
  readonly parameters: number;
  readonly stepsPerEpoch: number;
  readonly baselines: Baselines;
  readonly headline: ConfigEvent['headline'];
  readonly kernels: string;
  readonly threads: number;
  readonly precision?: ConfigEvent['precision'];
  readonly epoch: number;
  readonly step: number;
  readonly seconds: number;
  readonly best?: { readonly epoch: number; readonly validLoss: Measured; readonly metrics: Metrics };
  readonly test?: DoneEvent['test'];
  readonly madeOf?: string;
  readonly found?: FoundBy;
  readonly refit?: Refit;
  readonly error?: { readonly message: string; readonly place?: Place };
  /** The checkpoint from which the run last went on by itself, and what had ended it. */
  readonly recovered?: { readonly epoch: number; readonly step: number; readonly message: string };
}
