import { NotificationType, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type * as z from 'zod';
import type { Config, RunConfig } from './config.ts';
import type { Place } from './errors.ts';
import type { BacktestFold, BacktestPlan, BacktestResult } from './records/backtestRecords.ts';
import type { Explanation } from './records/explanationRecords.ts';
import type { ErrorReport, Examination } from './records/errorRecords.ts';
import type { Baselines, Inspection, Measured, Metrics, RunEvent, RunStatus } from './records/records.ts';
import type { SearchEvent, TuneResult } from './records/searchRecords.ts';
import type { TaskDescription } from './records/taskDescription.ts';
import type { Plot } from './plots.ts';
import type * as schemas from './requestSchemas.ts';

export type * from './plots.ts';
export type * from './records/backtestRecords.ts';
export type * from './records/choiceRecords.ts';
export type * from './records/explanationRecords.ts';
export type * from './records/errorRecords.ts';
export type * from './records/records.ts';
export type * from './records/searchRecords.ts';
export type * from './records/taskDescription.ts';
export type * from './records/sampleRecords.ts';

/** `data` of every error reply. `place` and `isInputError` come from `InputError`. */
export interface EngineErrorData {
  readonly isInputError: boolean;
  readonly place?: Place;
}

/** Error code of the reply to a request that its sender cancelled, as in the language server protocol. */
export const requestCancelled = -32800;

// ---- to the engine ----

export interface InitializeResult {
  readonly version: string;
  readonly kernels: string;
  readonly threads: number;
  /** What can be learned, in the order in which it is offered. */
  readonly tasks: readonly TaskDescription[];
}
export const initialize = new RequestType0<InitializeResult, EngineErrorData>('initialize');

export type FileParams = Readonly<z.infer<typeof schemas.fileParams>>;
export const inspect = new RequestType<FileParams, Inspection, EngineErrorData>('inspect');

export type ReadConfigParams = Readonly<z.infer<typeof schemas.readConfigParams>>;
/** Reads and checks a run config file. `data.file` comes out absolute. */
export const readConfig = new RequestType<ReadConfigParams, Config, EngineErrorData>('readConfig');

/**
 * What `train` would do with this file and config, and what is wrong with it, without doing it. Sent again with every
 * change of a form, which cancels the one before.
 */
export interface Proposal {
  readonly config: RunConfig;
  readonly choices: readonly string[];
  readonly parameters: number;
  readonly estimatedSeconds: number;
  /** `path` is the config field, `data.window`. Empty when `train` would start. */
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}
export const propose = new RequestType<FileParams, Proposal, EngineErrorData>('propose');

export type TrainParams = Readonly<z.infer<typeof schemas.trainParams>>;
export interface TrainResult {
  readonly id: string;
  readonly folder: string;
}
/** Replies when the data is read and the run folder exists; the run then reports by `runEvent`. */
export const train = new RequestType<TrainParams, TrainResult, EngineErrorData>('train');

export type ResumeParams = Readonly<z.infer<typeof schemas.resumeParams>>;
export const resume = new RequestType<ResumeParams, TrainResult, EngineErrorData>('resume');

export type RunParams = Readonly<z.infer<typeof schemas.runParams>>;
export const pause = new RequestType<RunParams, void, EngineErrorData>('pause');
export const proceed = new RequestType<RunParams, void, EngineErrorData>('continue');
/** Replies when the last checkpoint is written. */
export const stop = new RequestType<RunParams, void, EngineErrorData>('stop');

export type ModelParams = Readonly<z.infer<typeof schemas.modelParams>>;
export type PredictParams = Readonly<z.infer<typeof schemas.predictParams>>;
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
  /** What the predictions are made of besides the network, in a sentence. */
  readonly madeOf?: string;
  /** How the file was read, what of it was left out, filled in or not known to the model, a sentence each. */
  readonly notes?: readonly string[];
  /** Why the model may not be one for this file, a sentence each. */
  readonly misfits?: readonly string[];
}
export const predict = new RequestType<PredictParams, Prediction, EngineErrorData>('predict');

export type PredictTextParams = Readonly<z.infer<typeof schemas.predictTextParams>>;
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
}

/** A number with as many digits as its column has, and its bounds as those of a `PredictedCell`. */
export type PredictedNumber = Required<Pick<PredictedCell, 'column' | 'text' | 'value'>> &
  Pick<PredictedCell, 'low' | 'high'>;

export interface LabelledWord {
  readonly word: string;
  /** The likeliest class first, at most five. */
  readonly alternatives: readonly Alternative[];
}
export const predictText = new RequestType<PredictTextParams, TextPrediction, EngineErrorData>('predictText');

export type GenerateParams = Readonly<z.infer<typeof schemas.generateParams>>;
export interface GenerateResult {
  /** Prime and continuation. */
  readonly text: string;
  /** Where the continuation begins in it: a prime comes back as it was read. */
  readonly begins: number;
  readonly seed: number;
  /** Symbols of the prime that the network never saw; it was not fed them. */
  readonly unknown: readonly string[];
}
export const generate = new RequestType<GenerateParams, GenerateResult, EngineErrorData>('generate');

export interface EvaluateResult {
  readonly loss: number;
  readonly metrics: Metrics;
  readonly baselines: Baselines;
  /** What the predictions are made of besides the network, in a sentence. */
  readonly madeOf?: string;
  /** Whether `file` is the one the model was trained on, most of which it has seen. */
  readonly isTrainingFile: boolean;
  /** As of a `Prediction`. */
  readonly notes?: readonly string[];
  readonly misfits?: readonly string[];
}
/** On the whole of `file`, not on a split. */
export const evaluate = new RequestType<ModelParams, EvaluateResult, EngineErrorData>('evaluate');

export type ExportParams = Readonly<z.infer<typeof schemas.exportParams>>;
export interface ExportResult {
  /** Python that makes the network in PyTorch or Keras and loads the file. */
  readonly code: string;
}
/** Writes a model's weights so that PyTorch's `load_state_dict` or Keras's `load_weights` takes them as they are. */
export const exportModel = new RequestType<ExportParams, ExportResult, EngineErrorData>('exportModel');

export type BacktestPlanParams = Readonly<z.infer<typeof schemas.proposeBacktestParams>>;
/** What a backtest asks for where nobody has said. */
export const proposeBacktest = new RequestType<BacktestPlanParams, BacktestPlan, EngineErrorData>('proposeBacktest');

export type BacktestParams = Readonly<z.infer<typeof schemas.backtestParams>>;
/** Forecasts from several origins of a file, each by the rows before it, and how they came out. Leaves nothing behind. */
export const backtest = new RequestType<BacktestParams, BacktestResult, EngineErrorData>('backtest');

export type BacktestFoldParams = Readonly<z.infer<typeof schemas.backtestFoldParams>>;
/** Of one of the latest backtests or examinations, as long as this engine runs. */
export const backtestFold = new RequestType<BacktestFoldParams, BacktestFold, EngineErrorData>('backtestFold');

export type TuneParams = Readonly<z.infer<typeof schemas.tuneParams>>;
/** Searches settings for a file. Each trial is told by `searchEvents` and kept on disk; a search that is cancelled can go on. */
export const tune = new RequestType<TuneParams, TuneResult, EngineErrorData>('tune');

export type ResumeTuneParams = Readonly<z.infer<typeof schemas.resumeTuneParams>>;
/** Goes on with a search. */
export const resumeTune = new RequestType<ResumeTuneParams, TuneResult, EngineErrorData>('resumeTune');
export type ExplainParams = Readonly<z.infer<typeof schemas.explainParams>>;
/** What the best model of a run rests on, measured on rows that it was not trained on. Leaves nothing behind. */
export const explain = new RequestType<ExplainParams, Explanation, EngineErrorData>('explain');

export type ForecastErrorsParams = Readonly<z.infer<typeof schemas.forecastErrorsParams>>;
/** As `backtestFold`. */
export const forecastErrors = new RequestType<ForecastErrorsParams, ErrorReport, EngineErrorData>('forecastErrors');

export type ExamineParams = Readonly<z.infer<typeof schemas.examineParams>>;
/** How the best weights of a run do on what was held out of their training, series by series. Leaves nothing behind. */
export const examine = new RequestType<ExamineParams, Examination, EngineErrorData>('examine');

export type PlotSeriesParams = Readonly<z.infer<typeof schemas.plotSeriesParams>>;
/** The plot of one of the series that a run has learned, by its best weights. */
export const plotSeries = new RequestType<PlotSeriesParams, Plot, EngineErrorData>('plotSeries');

export type LearningRateParams = Readonly<z.infer<typeof schemas.learningRateParams>>;
/** One update of a learning-rate range test; the test ends before a loss that is not finite. */
export interface LearningRatePoint<Figure = Measured> {
  readonly learningRate: number;
  /** Of the update's examples, before it. */
  readonly loss: number;
  /** Mean of the losses so far, the latest counting most, each less what sets its examples apart before training,
   * which the untrained network may not tell: then it is null. */
  readonly smoothed: Figure;
}
export interface LearningRateResult<Figure = Measured> {
  readonly points: readonly LearningRatePoint<Figure>[];
  /** Where the smoothed loss falls fastest over the logarithm of the rate. */
  readonly steepest: number;
  /** A tenth of the rate of the lowest smoothed loss. */
  readonly tenthOfLowest: number;
  /** Which of the two to train with: the smaller. */
  readonly proposed: 'steepest' | 'tenthOfLowest';
  /** The proposed rate with two digits; more of them say nothing. */
  readonly learningRate: number;
  /** The test ended before its highest rate, since the loss had grown beyond all measure. */
  readonly hasExploded: boolean;
  /** What was trained, complete. */
  readonly config: RunConfig;
}
/** Leslie Smith's range test: trains with a rate that grows until the loss explodes. Leaves nothing behind. */
export const findLearningRate = new RequestType<LearningRateParams, LearningRateResult, EngineErrorData>(
  'findLearningRate',
);

// ---- from the engine ----

/** What long work is at. */
export interface Stage {
  /** `reading weather.csv`. */
  readonly doing: string;
  /** Of that, what is done, 0 to 1, where it is known. */
  readonly share?: number;
}

export interface ProgressParams extends Stage {
  /** Of the request that is worked on. */
  readonly token: string;
}
/** At most ten times a second, and never after the reply. */
export const progress = new NotificationType<ProgressParams>('progress');

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

export interface LearningRatePointsParams {
  readonly token: string;
  /** Those since the last notification, at most ten times a second. */
  readonly points: readonly LearningRatePoint[];
  /** The rate that the test ends with, unless the loss explodes before. */
  readonly highestRate: number;
}
export const learningRatePoints = new NotificationType<LearningRatePointsParams>('learningRatePoints');

export interface SearchEventParams {
  /** Of the request that searches. */
  readonly token: string;
  readonly event: SearchEvent;
}
export const searchEvents = new NotificationType<SearchEventParams>('searchEvents');
