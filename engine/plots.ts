import type { ClassRates, Measured, Metrics } from './records/records.ts';

/** What the panel shows of a model in a tab of its task. */
export type Plot = ForecastPlot | ClassReport | NumberReport;

/** `forecast.json`: one-step-ahead predictions beside the truth, and the future. At most 3,000 rows, the newest. */
export interface ForecastPlot {
  readonly epoch: number;
  /** Of several series: which. */
  readonly name?: string | undefined;
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
  readonly classes: readonly (ClassRates & { readonly label: string })[];
  /** The most confident first, at most 200. */
  readonly mistakes: readonly {
    /** In the file, from 1. */
    readonly line: number;
    readonly actual: string;
    readonly predicted: string;
    readonly probability: Measured;
    /** The beginning of the text. */
    readonly excerpt?: string;
    /** Of pictures, clips and other numbers. */
    readonly drawing?: Drawing;
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

/** What a network has read, small enough to be looked at beside many others. */
export type Drawing = FramesDrawing | LinesDrawing;

/** A picture, or some frames of a clip: at most 8, of at most 64 × 64 pixels each, and 8,192 bytes in all. */
export interface FramesDrawing {
  readonly kind: 'frames';
  readonly frames: number;
  readonly rows: number;
  readonly columns: number;
  /** 3 for red, green and blue, 1 for grey. */
  readonly colours: number;
  /** A byte each, 0 dark, in Base64: the colours of a pixel, then columns, rows and frames. */
  readonly pixels: string;
}

/** The first channels of a sequence of numbers, at most 3, at most 64 points each. */
export interface LinesDrawing {
  readonly kind: 'lines';
  readonly lines: readonly (readonly number[])[];
  /** Of the sequence. */
  readonly steps: number;
}
