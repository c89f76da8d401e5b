import type { BacktestMetrics, BacktestScores } from './backtestRecords.ts';
import type { Measured } from './records.ts';

// How forecasts of rows that are known came out.

/** The forecasts of some series, or of one of them, against what came. */
export interface ErrorReport {
  /** The first is one step ahead. */
  readonly byStep: readonly BacktestMetrics[];
  /** Absent where fewer than two are known. */
  readonly residuals?: ResidualReport;
  /** Absent where there are no intervals. */
  readonly intervals?: IntervalReport;
}

/** Residuals, actual less forecast, of forecasts one row ahead. */
export interface ResidualReport {
  readonly count: number;
  readonly mean: number;
  /** Of them, from their mean. */
  readonly deviation: number;
  /** In units of each series' error of the seasonal naive forecast, as MASE; else in those of the file. */
  readonly isScaled: boolean;
  readonly histogram: Histogram;
  /** Absent where there are too few in a row. */
  readonly autocorrelation?: Autocorrelation;
}

/** Counts of values in bins of the same width, the first of which begins at `from`. */
export interface Histogram {
  readonly from: number;
  readonly width: number;
  readonly counts: readonly number[];
  /** Values before the first bin and after the last. */
  readonly below: number;
  readonly above: number;
}

export interface Autocorrelation {
  /** The first is that of a lag of one row. */
  readonly values: readonly number[];
  /** 95 % of those of white noise lie within ± it. */
  readonly bound: number;
  readonly pattern: ResidualPattern;
}

/**
 * What is left in residuals: nothing; a season of `lag` rows; an error is followed by one like it, or by its opposite;
 * or it comes with that of `lag` rows before.
 */
export type ResidualPattern =
  | { readonly kind: 'none' | 'follows' | 'alternates' }
  | { readonly kind: 'season' | 'lag'; readonly lag: number };

/** The intervals of all steps ahead, and what others of them would have held. */
export interface IntervalReport {
  readonly count: number;
  /** Share of the truth in them. */
  readonly coverage: number;
  /** Mean, in the units of `isScaled`; null where no series has one. */
  readonly width: Measured;
  readonly isScaled: boolean;
  /** Ascending: intervals so many times as wide, */
  readonly factors: readonly number[];
  /** and the share of the truth that they would have held. */
  readonly held: readonly number[];
  /** How many times as wide they had to be to hold 80 %; null where that is more than the largest factor. */
  readonly needed: Measured;
}

/** What a run's model says of rows that it was not trained on. */
export interface Examination extends Omit<BacktestScores, 'verdict' | 'bySeries'> {
  /** Whose rows: the test split where that is asked for and has any, else the validation split. */
  readonly split: 'valid' | 'test';
  /** Of the weights. */
  readonly epoch: number;
  readonly horizon: number;
  /** Windows that lie beside each other, to be looked at one by one: as many as the series with the most has. */
  readonly folds: number;
  /** All windows that were scored. */
  readonly windows: number;
  readonly verdict?: BacktestScores['verdict'];
  /** At most 20,000, those with the largest errors. */
  readonly bySeries: readonly ExaminedSeries[];
  /** Series, times targets. */
  readonly seriesInAll: number;
}

export interface ExaminedSeries {
  readonly name: string;
  /** What its column says of it; absent where there is one. */
  readonly series?: string;
  readonly column: string;
  /** Those of the model and of the baseline that it is held against. */
  readonly metrics: BacktestMetrics;
}
