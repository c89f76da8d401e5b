import type { CancellationToken } from 'vscode-jsonrpc';
import type * as z from 'zod';
import type { NetworkShape } from '../network/networkShape.ts';
import type { Session } from '../network/session.ts';
import type { Config, RunConfig, RunData, TrainingConfig } from '../config.ts';
import type { Codec } from '../encoding/codec.ts';
import type { WordSurvey } from '../encoding/wordSurvey.ts';
import type { Table } from '../files/readTable.ts';
import type {
  BacktestPlan,
  ColumnSummary,
  FileKind,
  GenerateParams,
  GenerateResult,
  Inspection,
  Plot,
  PredictParams,
  Prediction,
  SampleEvent,
  TaskDescription,
  TextPrediction,
} from '../protocol.ts';
import type { ExamineOptions, Examined } from './backtest/examined.ts';
import type { BacktestOptions, RollingOrigins } from './backtest/rollingOrigins.ts';
import type { Completion, ConfigProblem } from './config/completion.ts';
import type { Dimension } from './search/dimension.ts';
import type { Explained } from './explain/explained.ts';
import type { LoadedModel } from './loadedModel.ts';
import type { Calibration, ModelParts } from './model.ts';
import type { NetworkDefaults } from './config/networkDefaults.ts';
import type { OpenedFile } from './openedFile.ts';
import type { Deviations } from './distributions/deviations.ts';
import type { EncodedFile, PreparedData } from './preparedData.ts';
import type { Variants } from './search/variant.ts';
import type { PredictionTable } from './predictionTable.ts';

/** How well a table suits a task, and why in one sentence. Of several that fit, the surest is proposed. */
export interface Recognition {
  /** 0, what is taken where nothing else fits, to 1. */
  readonly certainty: number;
  readonly why: string;
}

/** A file that has been looked at; `table` is its content where it is one. */
export interface InspectedFile {
  readonly inspection: Inspection;
  readonly table: Table | undefined;
  /** Of a text that is to be read by words, or by their pieces. */
  readonly words?: WordSurvey;
}

/** What a model says of a file, and all of it as a table where that was asked for. */
export interface Predicted {
  readonly prediction: Prediction;
  readonly table?: PredictionTable;
}

/** A description without what follows from the task's fields, and what is the same for all. */
export type OwnDescription = Omit<TaskDescription, 'ownPaths' | 'formatPaths' | 'cells' | 'canBacktest'>;

/** Sizes of a network that follow from its data. */
export interface NetworkSizes {
  readonly shape: NetworkShape;
  /** Time steps of one example. */
  readonly steps: number;
  /** The most steps of what a decoder puts out, see `SessionOptions`. */
  readonly targetSteps?: number;
  /** Of the outputs, see `SessionOptions`. */
  readonly classWeights?: Float32Array;
}

/**
 * What is learned. A task answers questions, and nobody asks it its name: everything that is particular to one lies in
 * its folder, and `registry.ts` is the only list of them. A task knows readers, encodings and networks, never another
 * task. Configs, codecs and files come to it checked by its own schemas.
 */
export interface Task<Data extends RunData = RunData, C extends Codec = Codec> {
  readonly name: string;
  /** What earlier versions called it, in configs, runs and models. */
  readonly formerName?: string;
  /** What the editor and the command line need to know of it. */
  readonly description: OwnDescription;
  /** Its fields of the config's `data`, by name; none has another meaning for another task. */
  readonly fields: Readonly<Record<string, z.ZodType>>;
  /** Of its fields in `data`, `model` and `training`: defaults, and values that ask for nothing and so harm no other task. */
  readonly harmless: Readonly<Record<string, readonly unknown[]>>;
  /** Fields of `model` and `training` that it alone reads, as paths. */
  readonly ownFields: readonly string[];
  /**
   * The `data` of a complete config, as runs and models have it. Fields that came after the first runs have the values
   * that those trained with.
   */
  readonly dataSchema: z.ZodType<Data>;
  /** What is stored of the data with a model. */
  readonly codecSchema: z.ZodType<C>;
  /** What of a codec is not as the config says, as `codec.inputs: …`. */
  codecFaults(data: Data, codec: C): string[];
  readonly reads: FileKind;
  /** The same where a config may ask for another kind. */
  readsFor?(config: Config): FileKind;
  /** Whether the network predicts after every step, or only after the last. */
  readonly everyStep: boolean;
  /** The first is the default. */
  readonly losses: readonly TrainingConfig['loss'][];
  readonly defaults: NetworkDefaults;

  /**
   * Whether a table of so many rows looks as if it were for this; nothing where it does not fit. Texts go to the tasks
   * that read texts. `table` is for who has to look into its cells.
   */
  recognise(columns: readonly ColumnSummary[], rows: number, table: Table): Recognition | undefined;
  /** A table as it is read for this: columns that mean something else together, as a year and a month, say so. */
  readAs?(table: Table, config: Config): Table;
  /** What is understood of a table that it takes, besides its columns, a sentence each. */
  tell?(table: Table, config: Config): readonly string[];
  /** Fills in what a config leaves open of `data`. Throws an `InputError` for cells that do not fit the columns in use. */
  complete(config: Config, file: InspectedFile): Completion<Data>;
  /** What of model and training cannot go together with this task, besides what never can. */
  contradictions?(wanted: Config, config: RunConfig<Data>): ConfigProblem[];
  /** Reads the config's file, splits it, fits the codec on the training split and encodes the whole. */
  prepare(config: RunConfig<Data>, file: OpenedFile): Promise<PreparedData<C>>;
  /** Encodes a file, the one trained on or another of its kind, with what training fitted. */
  encode(config: RunConfig<Data>, codec: C, file: OpenedFile): Promise<EncodedFile>;
  /** The sizes of the network of a model whose parts go together. */
  sizesOf(parts: ModelParts<Data, C>): NetworkSizes;

  /** Predicts what a file does not say, and where `params.out` asks for it, for every row. */
  predict?(loaded: LoadedModel<Data, C>, file: EncodedFile, params: PredictParams): Promise<Predicted>;
  /** Whether its intervals can be asked to hold other shares than the usual. */
  readonly hasLevels?: boolean;
  /** Predicts one text, which stands in no file. */
  predictText?(loaded: LoadedModel<Data, C>, text: string): Promise<TextPrediction>;
  /** Writes on from a prime; `stream` gets it piece by piece. */
  generate?(
    loaded: LoadedModel<Data, C>,
    params: GenerateParams,
    cancel: CancellationToken,
    stream: (text: string) => void,
  ): Promise<GenerateResult>;
  /** A short sample of what the session's present weights have learned. */
  sample?(session: Session, data: PreparedData<C>, options: SampleOptions): SampleEvent;
  /** What the present weights predict beside the truth; undefined where there is nothing to show. */
  plot?(session: Session, data: PreparedData<C>, options: PlotOptions): Plot | undefined;
  /** What some predictions of the validation split teach of the present weights, kept with them as the best. */
  calibrate?(data: PreparedData<C>, judged: JudgedExamples, config: RunConfig<Data>): Calibration;
  /** What its predictions may rest on; undefined where its inputs are no columns of numbers. */
  explain?(parts: ModelParts<Data, C>, data: PreparedData<C>): Explained | undefined;
  /** Makes a backtest on a file whose columns the config names. Throws an `InputError` for more folds than there is room for. */
  backtest?(file: OpenedFile, config: RunConfig<Data>, options: BacktestOptions): Promise<RollingOrigins>;
  /** What to ask a backtest for where nobody has said: the horizon, if it is not given, and how many folds. */
  planBacktest?(file: OpenedFile, config: RunConfig<Data>, asked?: Partial<BacktestOptions>): Promise<BacktestPlan>;
  /** Ways of a complete config that what was wanted leaves open; undefined where it does not ask to choose from them. */
  variants?(wanted: Config, config: RunConfig<Data>): Variants | undefined;
  /** What of its own a search for settings varies, besides cell, sizes, rate and dropout, around those of a complete config. */
  varied?(config: RunConfig<Data>): readonly Dimension[];
  /** How a model does on the rows of the file it was trained on that were held out of its training. */
  examine?(loaded: LoadedModel<Data, C>, file: OpenedFile, options: ExamineOptions): Promise<Examined>;
  /** As `plot`, of one of several series of the file, by what its column says of it. Throws an `InputError` where there is none. */
  plotSeries?(loaded: LoadedModel<Data, C>, file: OpenedFile, series: string): Promise<Plot>;
  /** A calibration in one sentence, where there is something to say. */
  describeCalibration?(parts: ModelParts<Data, C>): string | undefined;

  /** The way to sequences with fewer steps, as advice: `a shorter data.window`. */
  readonly shorterWay: string;
  /** Lengths in `data` that follow from the shapes of weights to begin with, where the config leaves them open. */
  lengthsFrom?(wanted: Config, config: RunConfig<Data>, shapes: WeightShapes): Partial<Data> | undefined;
  /** Which fields decide how many inputs and outputs the network has; a sentence. */
  describeDemand(shape: NetworkShape): string;
  /** In what order the codec has its inputs, which weights of another program leave unsaid. */
  describeOrder(codec: C): string;
  /** Why weights that were trained with another codec would mean something else here; undefined where they would not. */
  misfitOf?(codec: C, other: C): string | undefined;
}

export interface PlotOptions extends Calibration {
  readonly epoch: number;
  /** Where a plot is of one split alone: the validation split while the run trains, the test split at its end. */
  readonly split: 'valid' | 'test';
}

/** Predictions of examples, as the network encodes them. */
export interface JudgedExamples {
  readonly examples: Int32Array;
  /** (examples, outputSize) */
  readonly outputs: Float32Array;
  /** Where the network tells distributions. */
  readonly deviations?: Deviations;
}

export interface SampleOptions {
  readonly seed: number;
  readonly epoch: number;
  readonly validLoss: number;
}

export interface WeightShapes {
  /** Rows of the output layer. */
  readonly outputs: number | undefined;
  /** Columns of the first input product. */
  readonly inputs: number | undefined;
}
