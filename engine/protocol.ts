import { NotificationType, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { Config, RunConfig, Task } from './config.ts';
import type { Place } from './errors.ts';

// ---- shared records ----

/** `data` of every error reply. `place` and `isInputError` come from `InputError`. */
export interface EngineErrorData {
  readonly isInputError: boolean;
  readonly place?: Place;
}

export type ColumnType = 'number' | 'timestamp' | 'category' | 'text';

export interface ColumnSummary {
  readonly name: string;
  readonly type: ColumnType;
  /** Of numbers, or of timestamps in milliseconds since 1970. */
  readonly min?: number;
  readonly max?: number;
  readonly missing: number;
  readonly distinct?: number;
  /** Most digits after the decimal point in the file; predictions are shown with as many. */
  readonly decimals?: number;
  /** Up to three values as they stand in the file. */
  readonly examples: readonly string[];
  /** Cells that do not fit the type, at most ten. */
  readonly problems: readonly { readonly place: Place; readonly message: string }[];
}

interface FileSummary {
  readonly file: string;
  readonly bytes: number;
  readonly proposedTask: Task;
  /** Why, in one sentence. */
  readonly why: string;
}

export interface TableInspection extends FileSummary {
  readonly kind: 'table';
  readonly rows: number;
  readonly columns: readonly ColumnSummary[];
  readonly delimiter: string;
  readonly header: boolean;
  /** Whether `#` lines were skipped. */
  readonly comments: number;
}

export interface TextInspection extends FileSummary {
  readonly kind: 'text';
  /** Code points. */
  readonly symbols: number;
  readonly distinct: number;
  readonly lines: number;
}

export type Inspection = TableInspection | TextInspection;

/** Numbers by name: `{mae, rmse, smape, mase}`, `{crossEntropy, bitsPerCharacter, perplexity}`, `{accuracy, f1}`. */
export type Metrics = Readonly<Record<string, number>>;
export type Baselines = Readonly<Record<string, Metrics>>;

export interface StepEvent {
  readonly event: 'step';
  readonly epoch: number;
  /** Training steps since the run began. */
  readonly step: number;
  readonly stepsPerEpoch: number;
  /** Mean over the steps since the last report. */
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
  readonly validLoss: number;
  /** On the validation split, and what simple forecasts reach there. */
  readonly metrics: Metrics;
  readonly baselines: Baselines;
  readonly learningRate: number;
  readonly isBest: boolean;
  readonly seconds: number;
  readonly perSecond: number;
  readonly eta: number;
}

export interface SampleEvent {
  readonly event: 'sample';
  readonly epoch: number;
  readonly validLoss: number;
  readonly prime: string;
  readonly text: string;
  readonly temperature: number;
}

/** The run folder has a new `forecast.json` (a `ForecastPlot`). */
export interface ForecastEvent {
  readonly event: 'forecast';
  readonly epoch: number;
  readonly file: string;
}

export interface ConfigEvent {
  readonly event: 'config';
  readonly run: string;
  readonly config: RunConfig;
  /** What was picked for the person, one sentence each. */
  readonly choices: readonly string[];
  readonly parameters: number;
  readonly stepsPerEpoch: number;
  /** On the validation split, by the same metrics as `EpochEvent`. */
  readonly baselines: Baselines;
  /** The metric shown first and the baseline it is held against. */
  readonly headline: { readonly metric: string; readonly lowerIsBetter: boolean };
  readonly kernels: string;
  readonly threads: number;
}

export interface LogEvent {
  readonly event: 'log';
  readonly message: string;
}

export type DoneReason = 'finished' | 'early-stopping' | 'stopped';

export interface DoneEvent {
  readonly event: 'done';
  readonly reason: DoneReason;
  /** The run folder. */
  readonly run: string;
  readonly best: { readonly epoch: number; readonly validLoss: number };
  readonly test: { readonly loss: number; readonly metrics: Metrics; readonly baselines: Baselines };
  readonly epochs: number;
  readonly seconds: number;
}

export interface ErrorEvent {
  readonly event: 'error';
  readonly message: string;
  readonly isInputError: boolean;
  readonly place?: Place;
}

/** One report of a run: a notification, a line of `--json`, and (step, epoch, done) a line of `metrics.jsonl`. */
export type RunEvent =
  ConfigEvent | StepEvent | EpochEvent | SampleEvent | ForecastEvent | LogEvent | DoneEvent | ErrorEvent;

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
  readonly fingerprint: { readonly bytes: number; readonly sha256: string };
  readonly config: RunConfig;
  readonly choices: readonly string[];
  readonly parameters: number;
  readonly stepsPerEpoch: number;
  readonly baselines: Baselines;
  readonly headline: ConfigEvent['headline'];
  readonly kernels: string;
  readonly threads: number;
  readonly epoch: number;
  readonly step: number;
  readonly seconds: number;
  readonly best?: { readonly epoch: number; readonly validLoss: number; readonly metrics: Metrics };
  readonly test?: DoneEvent['test'];
  readonly error?: { readonly message: string; readonly place?: Place };
}

/** `forecast.json`: one-step-ahead predictions beside the truth, and the future. At most 3,000 rows, the newest. */
export interface ForecastPlot {
  readonly epoch: number;
  /** Of `x`: milliseconds since 1970, or row numbers. */
  readonly xIsTime: boolean;
  /** First x of the validation and of the test split. */
  readonly validStart: number;
  readonly testStart: number;
  readonly series: readonly {
    readonly column: string;
    readonly decimals: number;
    readonly x: readonly number[];
    readonly actual: readonly (number | null)[];
    readonly predicted: readonly (number | null)[];
    /** Bounds that held the truth for 80 % of the validation split. */
    readonly low: readonly (number | null)[];
    readonly high: readonly (number | null)[];
  }[];
}

// ---- to the engine ----

export interface InitializeResult {
  readonly version: string;
  readonly kernels: string;
  readonly threads: number;
}
export const initialize = new RequestType0<InitializeResult, EngineErrorData>('initialize');

export interface FileParams {
  readonly file: string;
  readonly config: Config;
}
export const inspect = new RequestType<FileParams, Inspection, EngineErrorData>('inspect');

export interface ReadConfigParams {
  readonly file: string;
}
/** Reads and checks a run config file. `data.file` comes out absolute. */
export const readConfig = new RequestType<ReadConfigParams, Config, EngineErrorData>('readConfig');

/** What `train` would do with this file and config, and what is wrong with it, without doing it. */
export interface Proposal {
  readonly config: RunConfig;
  readonly choices: readonly string[];
  readonly parameters: number;
  readonly estimatedSeconds: number;
  /** `path` is the config field, `data.window`. Empty when `train` would start. */
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}
export const propose = new RequestType<FileParams, Proposal, EngineErrorData>('propose');

export interface TrainParams extends FileParams {
  /** Folder that holds runs; the run gets a folder of its own in it. */
  readonly runs: string;
  /** A `.safetensors` file to begin from. */
  readonly init?: string;
}
export interface TrainResult {
  readonly id: string;
  readonly folder: string;
}
/** Replies when the data is read and the run folder exists; the run then reports by `runEvent`. */
export const train = new RequestType<TrainParams, TrainResult, EngineErrorData>('train');

export interface ResumeParams {
  /** A run folder. */
  readonly run: string;
  /** Epochs in all; when not given, the config's, and for a run that has had them half as many more. */
  readonly epochs?: number;
}
export const resume = new RequestType<ResumeParams, TrainResult, EngineErrorData>('resume');

export interface RunParams {
  readonly id: string;
}
export const pause = new RequestType<RunParams, void, EngineErrorData>('pause');
export const proceed = new RequestType<RunParams, void, EngineErrorData>('continue');
/** Replies when the last checkpoint is written. */
export const stop = new RequestType<RunParams, void, EngineErrorData>('stop');

export interface ModelParams {
  /** A run folder or a `.safetensors` file. */
  readonly model: string;
  readonly file: string;
}
export interface PredictParams extends ModelParams {
  readonly horizon?: number;
  /** Write every row with its prediction to this CSV file. */
  readonly out?: string;
}
export interface PredictedValue {
  readonly column: string;
  /** Formatted with the column's own decimals, as it would stand in the file. */
  readonly text: string;
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}
export interface ForecastPrediction {
  readonly kind: 'forecast';
  /** Rows whose target cell is empty: the line in the file, and the cell's place among the row's cells, from 0. */
  readonly missing: readonly {
    readonly line: number;
    readonly values: readonly (PredictedValue & { readonly cell: number })[];
  }[];
  /** The steps after the last row; `row` is the row to append, as text of the file, without a line break. */
  readonly next: readonly {
    readonly time?: string;
    readonly values: readonly PredictedValue[];
    readonly row: string;
  }[];
  /** More rows than `missing` lists. */
  readonly omitted: number;
}
export interface ClassPrediction {
  readonly kind: 'classes';
  /** Rows whose label is empty or differs from the prediction, at most 1,000. */
  readonly rows: readonly {
    readonly line: number;
    readonly cell: number;
    readonly actual: string;
    readonly predicted: string;
    readonly probability: number;
  }[];
  readonly omitted: number;
}
export const predict = new RequestType<PredictParams, ForecastPrediction | ClassPrediction, EngineErrorData>('predict');

export interface GenerateParams {
  readonly model: string;
  readonly prime?: string;
  readonly length?: number;
  readonly temperature?: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly seed?: number;
  /** Names the `generated` notifications of this request. */
  readonly token: string;
}
export interface GenerateResult {
  /** Prime and continuation. */
  readonly text: string;
  readonly seed: number;
  /** Symbols of the prime that the network never saw; it was not fed them. */
  readonly unknown: readonly string[];
}
export const generate = new RequestType<GenerateParams, GenerateResult, EngineErrorData>('generate');

export interface EvaluateResult {
  readonly loss: number;
  readonly metrics: Metrics;
  readonly baselines: Baselines;
}
/** On the whole of `file`, not on a split. */
export const evaluate = new RequestType<ModelParams, EvaluateResult, EngineErrorData>('evaluate');

// ---- from the engine ----

export interface RunEventParams {
  readonly id: string;
  /** Batched to at most ten notifications a second. */
  readonly events: readonly RunEvent[];
}
export const runEvents = new NotificationType<RunEventParams>('run/events');

export interface RunStatusParams {
  readonly id: string;
  readonly status: RunStatus;
}
export const runStatus = new NotificationType<RunStatusParams>('run/status');

export interface GeneratedParams {
  readonly token: string;
  readonly text: string;
}
export const generated = new NotificationType<GeneratedParams>('generated');
