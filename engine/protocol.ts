import { NotificationType, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type * as z from 'zod';
import type { Config, RunConfig } from './config.ts';
import type { Place } from './errors.ts';
import type { BacktestFold, BacktestPlan, BacktestResult } from './records/backtestRecords.ts';
import type { Explanation } from './records/explanationRecords.ts';
import type { ErrorReport, Examination } from './records/errorRecords.ts';
import type { Baselines, Inspection, Measured, Metrics, RunEvent, RunStatus } from './records/records.ts';
import type { Prediction, TextPrediction } from './records/predictionRecords.ts';
import type { SearchEvent, TuneResult } from './records/searchRecords.ts';
import type { TaskDescription } from './records/taskDescription.ts';
import type { Plot } from './plots.ts';
import type * as schemas from './requestSchemas.ts';

export type * from './plots.ts';
export type * from './records/backtestRecords.ts';
export type * from './records/choiceRecords.ts';
export type * from './records/explanationRecords.ts';
export type * from './records/errorRecords.ts';
export type * from './records/predictionRecords.ts';
export type * from './records/records.ts';
export type * from './records/searchRecords.ts';
export type * from './records/taskDescription.ts';
export type * from './records/sampleRecords.ts';

/** `data` of every error reply. `place` and `isInputError` come from `InputError`. */
export interface EngineErrorData {
  readonly isInputError: boolean;
  readonly place?: Place;
}

/**
 * With what Node begins the engine's process. Nobody waits for its next frame: marking garbage a bit at a time would keep
 * what is thrown away meanwhile, and reading a table takes 5 to 10 % longer then.
 */
export const engineFlags: readonly string[] = ['--no-incremental-marking'];

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
export const predict = new RequestType<PredictParams, Prediction, EngineErrorData>('predict');

export type PredictTextParams = Readonly<z.infer<typeof schemas.predictTextParams>>;
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
  /** As of a `TextPrediction`. */
  readonly notes?: readonly string[];
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
  /** Whether it was trained on all of that in the end, so that nothing of it is new to it. */
  readonly isRefit?: boolean;
  /** As of a `Prediction`. */
  readonly notes?: readonly string[];
  readonly misfits?: readonly string[];
}
/** On the whole of `file`, not on a split. */
export const evaluate = new RequestType<ModelParams, EvaluateResult, EngineErrorData>('evaluate');

export type ExportParams = Readonly<z.infer<typeof schemas.exportParams>>;
export type NarrowType = NonNullable<ExportParams['dtype']>;
export interface ExportResult {
  /** Python that makes the network in PyTorch or Keras and loads the file; none of a small model that PyTorch has no such network of. */
  readonly code?: string;
  /** Of a small model. */
  readonly small?: SmallExport;
}
/** What a model in a smaller type weighs, and what that does to what it puts out. */
export interface SmallExport {
  readonly bytes: number;
  /** Of the model in floats. */
  readonly bytesBefore: number;
  readonly errors?: NarrowErrors;
  /** Why there are none, as part of a sentence. */
  readonly unmeasured?: string;
}
/** On the validation part, the model as it was and as the file gives it when it is read again. */
export interface NarrowErrors {
  readonly loss: BeforeAfter;
  /** The metric that stands for the task, where it has one. */
  readonly metric?: BeforeAfter & { readonly name: string };
  /** Of a network with one output or several for an example: how far they are apart. */
  readonly outputs?: {
    /** Root mean square, and that as a share of the outputs' own. */
    readonly difference: Measured;
    readonly share: Measured;
    readonly largest: Measured;
  };
}
export interface BeforeAfter {
  readonly before: Measured;
  readonly after: Measured;
}
/**
 * Writes a model's weights so that PyTorch's `load_state_dict` or Keras's `load_weights` takes them as they are; with a
 * `dtype` a small model, which all that takes a model reads, and which PyTorch loads by the code.
 */
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
