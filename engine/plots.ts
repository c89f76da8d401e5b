import type { Measured, Metrics } from './records.ts';

/** What the panel shows of a model in a tab of its task. */
export type Plot = ForecastPlot | ClassReport | NumberReport;

/** `forecast.json`: one-step-ahead predictions beside the truth, and the future. At most 3,000 rows, the newest. */
export interface ForecastPlot {
  readonly epoch: number;
  /** Of `x`: milliseconds since 1970, or row numbers. */
  readonly xIsTime: boolean;
  /** First x of the validation and of the test split; null where a split is empty and would begin after the last x. */
  readonly validStart: Measured;
  readonly testStart: Measured;
  readonly series: readonly {
    readonly column: string;
    readonly decimals: number;
    readonly x: readonly number[];
    readonly actual: readonly Measured[];
    readonly predicted: readonly Measured[];
    /** Bounds that held the truth for 80 % of the validation split. */
    readonly low: readonly Measured[];
    readonly high: readonly Measured[];
  }[];
}

/** `results.json`: how the classes of a split are told apart. */
export interface ClassReport {
  readonly epoch: number;
  /** The validation split while the run trains, the test split at its end. */
  readonly split: 'valid' | 'test';
  /** Looked at; of a large split a part, evenly spread. */
  readonly examples: number;
  readonly labels: readonly string[];
  /** By the true class, how often each was the answer; absent where there are too many classes to show. */
  readonly confusion?: readonly (readonly number[])[];
  /** null where there is nothing to divide by: a class that is never the answer has no precision. */
  readonly classes: readonly {
    readonly label: string;
    readonly precision: number | null;
    readonly recall: number | null;
    readonly f1: number | null;
    readonly support: number;
  }[];
  /** The most confident first, at most 200. */
  readonly mistakes: readonly {
    /** In the file, from 1. */
    readonly line: number;
    readonly actual: string;
    readonly predicted: string;
    readonly probability: Measured;
    /** The beginning of the text. */
    readonly excerpt?: string;
  }[];
  readonly mistakesInAll: number;
}

/** `results.json` of a regression: what sequences of a split come to, and what is predicted of them. */
export interface NumberReport {
  readonly epoch: number;
  /** The validation split while the run trains, the test split at its end. */
  readonly split: 'valid' | 'test';
  /** In the split. */
  readonly examples: number;
  /** Of each target. */
  readonly columns: readonly {
    readonly column: string;
    readonly decimals: number;
    /** `{mae, rmse, r2}` of it alone. */
    readonly metrics: Metrics;
    /** In the file, from 1; of a large split some, evenly spread, at most 2,000. All three are equally long. */
    readonly lines: readonly number[];
    readonly actual: readonly number[];
    readonly predicted: readonly Measured[];
    /** The largest errors first, at most 200. */
    readonly worst: readonly {
      readonly line: number;
      /** As the file writes it, and as it would write the prediction. */
      readonly actual: string;
      readonly predicted: string;
      /** Predicted less actual. */
      readonly error: Measured;
      /** The beginning of the text, or the name of the sequence. */
      readonly excerpt?: string;
    }[];
  }[];
}
