import type { ClassPrediction, ForecastPrediction } from '../engine/protocol.ts';
import { classText, rowText } from './lensText.ts';

export type Prediction = ForecastPrediction | ClassPrediction;

/** A value for a cell that stands empty in the file. */
interface Filling {
  readonly cell: number;
  readonly text: string;
}

/** A row that misses what the model predicts. Lines count from 1, cells from 0. */
export interface MissingRow {
  readonly line: number;
  readonly label: string;
  readonly fillings: readonly Filling[];
}

/** Rows whose target or label cell is empty, in the order of the file. */
export const missingRows = (prediction: Prediction): readonly MissingRow[] => {
  const rows =
    prediction.kind === 'forecast'
      ? prediction.missing.map(({ line, values }) => ({ line, label: rowText(values), fillings: values }))
      : prediction.rows
          .filter(({ actual }) => actual === '')
          .map((row) => ({
            line: row.line,
            label: classText(row),
            fillings: row.cell === undefined ? [] : [{ cell: row.cell, text: row.predicted }],
          }))
          .filter(({ fillings }) => fillings.length > 0);
  return rows.sort((a, b) => a.line - b.line);
};

/** The prediction without what has been filled in. */
export const withoutRow = (prediction: Prediction, line: number): Prediction =>
  prediction.kind === 'forecast'
    ? { ...prediction, missing: prediction.missing.filter((row) => row.line !== line) }
    : { ...prediction, rows: prediction.rows.filter((row) => row.line !== line) };

/** The prediction once its future stands in the file. */
export const withoutNext = (prediction: Prediction): Prediction =>
  prediction.kind === 'forecast' ? { ...prediction, next: [] } : prediction;
