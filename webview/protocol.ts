import type { Config } from '../engine/config.ts';
import type { Place } from '../engine/errors.ts';
import type {
  BacktestFold,
  BacktestResult,
  ErrorReport,
  Examination,
  Explanation,
  GenerateParams,
  Inspection,
  LearningRatePoint,
  LearningRateResult,
  Plot,
  Proposal,
  RunEvent,
  RunRecord,
  SearchBegun,
  Stage,
  TaskDescription,
  TextPrediction,
  Trial,
} from '../engine/protocol.ts';

/** Where a run stands as the person sees it. `interrupted` is a run whose engine died. */
export type RunState =
  | 'starting'
  | 'running'
  | 'paused'
  | 'finished'
  | 'stopped'
  | 'failed'
  | 'interrupted'
  | 'deleted';

/** Translations by English text, the contents of `vscode.l10n.bundle`. */
export type Strings = Readonly<Record<string, string>>;

// ---- run panel ----

/** All that a panel shows; sent when the panel appears. */
export interface RunSnapshot {
  readonly id: string;
  /** `weather.csv · lstm 64` */
  readonly title: string;
  readonly state: RunState;
  /** Absent while the engine still starts. */
  readonly record?: RunRecord;
  /** What is known of its task. */
  readonly task?: TaskDescription;
  /** The whole history, oldest first. */
  readonly events: readonly RunEvent[];
  readonly plot?: Plot;
}

/** Another run laid over the panel's own: its validation metric, one number an epoch. */
export interface ComparedRun {
  readonly id: string;
  /** `gru 32 · 11/25/26, 9:35:10 PM` */
  readonly title: string;
  readonly epoch: readonly number[];
  readonly step: readonly number[];
  /** Seconds of training. */
  readonly time: readonly number[];
  /** null where it could not be computed. */
  readonly value: readonly (number | null)[];
}

/** What the best model of a run rests on, while it is measured and after that; sent whole on every change. */
export interface ExplainState {
  readonly state: Extract<RunState, 'running' | 'finished' | 'stopped' | 'failed'>;
  readonly stage?: Stage;
  readonly explanation?: Explanation;
  readonly error?: string;
}

export type ToPanel =
  | { readonly type: 'hydrate'; readonly strings: Strings; readonly run: RunSnapshot }
  | { readonly type: 'events'; readonly events: readonly RunEvent[] }
  | { readonly type: 'record'; readonly record: RunRecord }
  | { readonly type: 'state'; readonly state: RunState }
  | { readonly type: 'plot'; readonly plot: Plot }
  | { readonly type: 'compared'; readonly runs: readonly ComparedRun[] }
  | { readonly type: 'explained'; readonly explained: ExplainState | undefined }
  | { readonly type: 'generated'; readonly token: string; readonly text: string }
  | { readonly type: 'generateEnded'; readonly token: string; readonly error?: string }
  /** Either the prediction or why there is none. */
  | {
      readonly type: 'textPredicted';
      readonly token: string;
      readonly prediction?: TextPrediction;
      readonly error?: string;
    }
  /** How the run's model does on what was held out: as far as it is, then what came out, or why nothing did. */
  | { readonly type: 'examining'; readonly stage?: Stage }
  | { readonly type: 'examined'; readonly id: string; readonly examination?: Examination; readonly error?: string }
  | FoldAnswer<string>
  | ErrorsAnswer<string>
  /** Of a series by its name. */
  | { readonly type: 'seriesPlot'; readonly series: string; readonly plot?: Plot; readonly error?: string };

/** Either what was forecast of a series in a fold or why it cannot be shown; `id` is that of the backtest, or examination. */
interface FoldAnswer<Id> {
  readonly type: 'fold';
  readonly id: Id;
  readonly series: number;
  readonly fold: number;
  readonly plot?: BacktestFold;
  readonly error?: string;
}

/** The same of the errors of a series, or of all. */
interface ErrorsAnswer<Id> {
  readonly type: 'errors';
  readonly id: Id;
  readonly series?: number;
  readonly report?: ErrorReport;
  readonly error?: string;
}

/** What the page asks of a backtest or an examination; series and fold count from 0, a series by its place in the result. */
type ForecastQuestion =
  | { readonly type: 'fold'; readonly series: number; readonly fold: number }
  /** Of all series where none is named. */
  | { readonly type: 'errors'; readonly series?: number };

/** What the panel keeps with `setState`, so that VS Code can bring it back after a window reload. */
export interface PanelState {
  /** `RunSnapshot.id` */
  readonly id: string;
  /** Ids of the runs it is compared with. */
  readonly compared?: readonly string[];
}

export type FromPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'pause' }
  | { readonly type: 'continue' }
  | { readonly type: 'stop' }
  | { readonly type: 'resume' }
  | { readonly type: 'generate'; readonly params: Omit<GenerateParams, 'model'> }
  | { readonly type: 'cancelGenerate'; readonly token: string }
  | { readonly type: 'predictText'; readonly token: string; readonly text: string }
  | { readonly type: 'explain' }
  | { readonly type: 'cancelExplain' }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'insertInEditor'; readonly text: string }
  | { readonly type: 'trainAgain'; readonly config: Config }
  | { readonly type: 'predict' }
  | { readonly type: 'compare' }
  | { readonly type: 'reveal' }
  /** Opens the data file, at the place of the run's error when there is one. */
  | { readonly type: 'openFile' }
  /** Opens the file of a part of the data at a line, from 1; of a folder the file in it that is called so. */
  | {
      readonly type: 'openLine';
      readonly line: number;
      readonly split: 'valid' | 'test';
      readonly name?: string;
    }
  | { readonly type: 'showLog' }
  /** What came out last, as long as the run stands where it stood then; `isAnew`: by the weights of now. */
  | { readonly type: 'examine'; readonly isAnew: boolean }
  | ForecastQuestion
  | { readonly type: 'plotSeries'; readonly series: string };

// ---- training form in the sidebar ----

export interface FormFile {
  readonly file: string;
  /** As shown: relative to the workspace. */
  readonly label: string;
}

/** All that the form shows; sent whole on every change, it is small. */
export interface FormState {
  readonly files: readonly FormFile[];
  readonly file?: string;
  /** What can be learned; empty until the engine has told. */
  readonly tasks: readonly TaskDescription[];
  readonly inspection?: Inspection;
  /** What the person has set; the rest is `proposal`. */
  readonly config: Config;
  readonly proposal?: Proposal;
  /** The file cannot be read at all. */
  readonly error?: string;
  readonly isBusy: boolean;
  readonly run?: {
    readonly id: string;
    readonly title: string;
    readonly state: RunState;
    readonly epoch: number;
    readonly epochs: number;
    readonly loss?: number;
    readonly eta?: number;
  };
}

export type ToForm =
  | { readonly type: 'state'; readonly strings: Strings; readonly state: FormState }
  /** Brings the field of this config path into view, with the value the state has for it. */
  | { readonly type: 'reveal'; readonly path: string };

export type FromForm =
  | { readonly type: 'ready' }
  | { readonly type: 'selectFile'; readonly file: string }
  | { readonly type: 'browse' }
  | { readonly type: 'change'; readonly config: Config }
  | { readonly type: 'reset' }
  | { readonly type: 'openAsJson' }
  | { readonly type: 'findLearningRate' }
  | { readonly type: 'backtest' }
  | { readonly type: 'tune' }
  | { readonly type: 'train' }
  | { readonly type: 'pause' }
  | { readonly type: 'continue' }
  | { readonly type: 'stop' }
  | { readonly type: 'resume' }
  | { readonly type: 'openRun' };

// ---- jobs on a file that have a page in the editor area ----

/** What every such page shows. */
export interface JobState {
  /** `weather.csv`, and the network when it is known: `weather.csv · lstm 64`. */
  readonly title: string;
  readonly state: Extract<RunState, 'running' | 'finished' | 'stopped' | 'failed'>;
  readonly error?: { readonly message: string; readonly place?: Place };
}

/** What every such page asks for; `openFile` opens the data file, at the place of the error. */
export interface FromJob {
  readonly type: 'ready' | 'stop' | 'openFile' | 'showLog';
}

// ---- search for a learning rate ----

/** All that the page shows; sent whole on every change, it is small. */
export interface RateSearchState extends JobState {
  readonly points: readonly LearningRatePoint[];
  /** Where the points end unless the loss explodes before; known from the first point on. */
  readonly highestRate?: number;
  readonly proposal?: Omit<LearningRateResult, 'points'>;
}

export type ToRateSearch = { readonly type: 'state'; readonly strings: Strings; readonly state: RateSearchState };

export interface OwnFromRateSearch {
  readonly type: 'searchAgain' | 'useRate' | 'trainWithRate';
}

export type FromRateSearch = FromJob | OwnFromRateSearch;

// ---- backtest of a forecast ----

/** What a backtest is asked for; the engine decides what is left open. */
export interface BacktestAsked {
  readonly horizon?: number | undefined;
  readonly folds?: number | undefined;
  readonly refit: boolean;
}

/** All that the page shows besides what was forecast, which it asks for a series and a fold at a time. */
export interface BacktestState extends JobState {
  /** Of one backtest; the next has another. */
  readonly id: number;
  readonly asked: BacktestAsked;
  readonly stage?: Stage;
  readonly result?: BacktestResult;
  /** What is known of its task. */
  readonly task?: TaskDescription;
}

/** What a page that looks at a backtest is told of its forecasts. */
export type BacktestAnswer = FoldAnswer<number> | ErrorsAnswer<number>;

export type ToBacktest =
  | { readonly type: 'state'; readonly strings: Strings; readonly state: BacktestState }
  | BacktestAnswer;

export type OwnFromBacktest =
  | { readonly type: 'runAgain'; readonly asked: BacktestAsked }
  | ForecastQuestion
  | { readonly type: 'save' };

export type FromBacktest = FromJob | OwnFromBacktest;

// ---- search for settings ----

/** All that the page shows; sent whole on every change. */
export interface TuneState extends JobState {
  /** Seconds that the search may take in all. */
  readonly budget: number;
  readonly stage?: Stage;
  /** Known from the first trial on. */
  readonly search?: Omit<SearchBegun, 'event' | 'trials'>;
  readonly trials: readonly Trial[];
  /** That it has taken. */
  readonly seconds?: number;
  /** What the best is trained as. */
  readonly run?: { readonly id: string; readonly title: string };
  /** What is known of its task. */
  readonly task?: TaskDescription;
}

export type ToTune = { readonly type: 'state'; readonly strings: Strings; readonly state: TuneState };

export type OwnFromTune =
  /** Goes on with the search, for what is left of its time or for so many seconds more. */
  | { readonly type: 'goOn'; readonly seconds?: number }
  | { readonly type: 'trainCandidate'; readonly candidate: number }
  | { readonly type: 'useCandidate'; readonly candidate: number }
  | { readonly type: 'openRun' };

export type FromTune = FromJob | OwnFromTune;
