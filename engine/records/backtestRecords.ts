import type { RunConfig } from '../config.ts';
import type { Measured, Metrics } from './records.ts';

// What a backtest of forecasts tells.

/** What a backtest of a file asks for where nobody has said. */
export interface BacktestPlan {
  readonly horizon: number;
  readonly folds: number;
  /** More leave too little to learn from; 0 where even one does. */
  readonly mostFolds: number;
}

/** What a model, its network and the baselines reach, by the name of each. */
export type BacktestMetrics = Readonly<Record<string, Metrics>>;
/** The model against the baseline that came out best, in hindsight. */
export interface BacktestVerdict {
  /** Where there are several series MASE, which does not depend on their units. */
  readonly metric: 'mae' | 'mase';
  readonly rival: string;
  /** As people say it: `same hour yesterday`. */
  readonly rivalName: string;
  /** Folds in which the model errs less, and in which neither does. */
  readonly better: number;
  readonly alike: number;
  /** Folds in which both forecast something that is known. */
  readonly folds: number;
}

export interface BacktestScores {
  /** `{mae, rmse, smape, mase, wql, crps, coverage, width, coverage95}`; of several series sMAPE and MASE are the means of each one's. */
  readonly overall: BacktestMetrics;
  /** The first is one step ahead. */
  readonly byStep: readonly BacktestMetrics[];
  /** The first is the oldest. */
  readonly byFold: readonly BacktestMetrics[];
  readonly bySeries: readonly { readonly name: string; readonly metrics: BacktestMetrics }[];
  /** Absent where nothing could be forecast. */
  readonly verdict?: BacktestVerdict;
  /** What the forecasts of the last fold are made of, in a sentence. */
  readonly madeOf?: string;
  /** What else there is to say, a sentence each. */
  readonly notes: readonly string[];
}
export interface BacktestResult extends BacktestScores {
  readonly folds: number;
  readonly horizon: number;
  readonly refit: boolean;
  /** What was trained last, complete. */
  readonly config: RunConfig;
  readonly seconds: number;
}

/** What was forecast of a series in a fold, beside what came; all lists are equally long. */
export interface BacktestFold {
  /** Of `x`: milliseconds since 1970, or row numbers. */
  readonly xIsTime: boolean;
  readonly decimals: number;
  /** Some rows before the fold, and those of it. */
  readonly x: readonly number[];
  readonly actual: readonly Measured[];
  /** By who forecasts; null before the fold. */
  readonly forecasts: Readonly<Record<string, readonly Measured[]>>;
  /** Bounds of the model's forecast. */
  readonly low: readonly Measured[];
  readonly high: readonly Measured[];
}
