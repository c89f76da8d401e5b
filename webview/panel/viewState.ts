import type { RunConfig } from '../../engine/config.ts';
import type { TaskDescription, TextPrediction } from '../../engine/protocol.ts';
import { listStep } from '../forecasts/listStep.ts';
import { readPath } from '../form/configPatch.ts';
import type { XAxis } from './runHistory.ts';
import type { Range } from '../chart/zoomRange.ts';

/** The fields of the generate box as typed. */
export interface GenerateForm {
  readonly prime: string;
  /** Of a model of labelled texts. */
  readonly label: string;
  readonly temperature: string;
  readonly topK: string;
  readonly topP: string;
  readonly length: string;
  readonly seed: string;
  readonly hasThree: boolean;
}

/** A text being generated or done. */
export interface Generation {
  readonly token: string;
  readonly temperature: number;
  readonly text: string;
  readonly isRunning: boolean;
  readonly error?: string;
}

/** Examples of one class that are taken for another. */
export interface Confused {
  readonly actual: string;
  readonly predicted: string;
}

/** The column of the table of classes that gives their order. */
export interface ClassOrder {
  readonly by: 'label' | 'precision' | 'recall' | 'f1' | 'support';
  readonly isDescending: boolean;
}

/** What is looked at of a model's answers. */
export interface ResultsView {
  readonly chosen?: Confused | undefined;
  readonly order: ClassOrder;
}

/** A text that somebody types, and what the model says of it. */
export interface TryIt {
  readonly text: string;
  /** What the engine has been asked for; one question at a time. */
  readonly asked?: TriedText | undefined;
  readonly answer?: TriedAnswer | undefined;
}

/** A text, and the epoch of the model that is asked about it. */
interface TriedText {
  readonly token: string;
  readonly text: string;
  readonly epoch: number;
}

interface TriedAnswer extends Omit<TriedText, 'token'> {
  readonly prediction?: TextPrediction;
  /** Why there is none. */
  readonly error?: string;
}

/** What is looked at of what a model rests on. */
export interface ExplainView {
  /** Whose errors; those of all targets when not given. */
  readonly target?: string | undefined;
  readonly seasonZoom?: Range | undefined;
  readonly levelZoom?: Range | undefined;
}

/** What is looked at of forecasts. */
export interface ForecastLook {
  /** Of the series, as the examination has it; the worst when not given. */
  readonly name?: string | undefined;
  /** From 0; all rows, one row ahead, when not given. */
  readonly fold?: number | undefined;
  /** Of the fold. */
  readonly zoom?: Range | undefined;
  /** Words that names of series have to have. */
  readonly sought: string;
  /** Series listed at most. */
  readonly listed: number;
  /** Whether the errors shown are those of the series alone. */
  readonly isOwnErrors?: boolean;
}

/** What the person chose to look at. Kept by VS Code while the panel is hidden and over a restart. */
export interface ViewState {
  /** The run's id: tells the host which run a restored panel shows. */
  readonly id?: string;
  /** Tells the host which runs a restored panel compares it with. */
  readonly compared?: readonly string[];
  /** One of `tabsOf`. */
  readonly tab: string;
  readonly xAxis: XAxis;
  readonly isLog: boolean;
  readonly smoothing: number;
  readonly zoom?: Range | undefined;
  readonly column?: string;
  readonly forecastZoom?: Range | undefined;
  readonly forecasts: ForecastLook;
  /** The layer whose gradients are mapped, by the engine's name. */
  readonly layer?: string;
  readonly profileZoom?: Range | undefined;
  readonly normsZoom?: Range | undefined;
  readonly generate: GenerateForm;
  readonly generations: readonly Generation[];
  readonly results: ResultsView;
  readonly tryIt: TryIt;
  readonly explain: ExplainView;
  /** Whose labels per step are shown; the newest when not given. */
  readonly ribbonEpoch?: number | undefined;
}

export const initialView: ViewState = {
  tab: 'curves',
  xAxis: 'epoch',
  isLog: false,
  smoothing: 0.6,
  forecasts: { sought: '', listed: listStep },
  generate: { prime: '', label: '', temperature: '0.8', topK: '', topP: '', length: '500', seed: '', hasThree: false },
  generations: [],
  results: { order: { by: 'label', isDescending: false } },
  tryIt: { text: '' },
  explain: {},
};

/** The state to begin with: the kept one when it is of this run. What streamed, or was asked, then has ended unseen. */
export const restoreView = (kept: Partial<ViewState> | undefined, id: string): ViewState => {
  if (kept?.id !== id) return { ...initialView, id };
  const generations = (kept.generations ?? []).map((generation) => ({ ...generation, isRunning: false }));
  const tryIt = { ...(kept.tryIt ?? initialView.tryIt), asked: undefined };
  return { ...initialView, ...kept, generations, tryIt };
};

/** Names of the tabs that a run of this task has; of one whose config is known those with something to see. */
export const tabsOf = (task: TaskDescription | undefined, config?: RunConfig): readonly string[] => [
  'curves',
  ...(task?.views ?? []).filter((name) => {
    const need = task?.viewNeeds?.[name];
    return need === undefined || config === undefined || (readPath(config, need) ?? null) !== null;
  }),
  'gradients',
  'data',
  'config',
];
