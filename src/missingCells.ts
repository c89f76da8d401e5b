import type { PredictedCell, Prediction } from '../engine/protocol.ts';
import { rowText } from './lensText.ts';

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

/** A cell that holds something else than the model would fill in. */
export interface DoubtfulCell {
  readonly line: number;
  readonly cell: number;
  readonly predicted: PredictedCell;
}

/** Rows with an empty cell that the model can fill, in the order of the file. */
export const missingRows = ({ rows }: Prediction): readonly MissingRow[] =>
  rows
    .flatMap(({ line, cells }) => {
      const empty = cells.filter(({ actual, cell }) => actual === '' && cell !== undefined);
      const fillings = empty.flatMap(({ cell, text }) => (cell === undefined ? [] : [{ cell, text }]));
      return fillings.length > 0 ? [{ line, label: rowText(empty), fillings }] : [];
    })
    .sort((a, b) => a.line - b.line);

export const doubtfulCells = ({ rows }: Prediction): readonly DoubtfulCell[] =>
  rows.flatMap(({ line, cells }) =>
    cells.flatMap((predicted) => {
      const { actual, cell } = predicted;
      return actual === '' || cell === undefined ? [] : [{ line, cell, predicted }];
    }),
  );

/** The prediction without what has been filled in. */
export const withoutRow = (prediction: Prediction, line: number): Prediction => ({
  ...prediction,
  rows: prediction.rows.filter((row) => row.line !== line),
});

/** The prediction once its future stands in the file. */
export const withoutNext = (prediction: Prediction): Prediction => ({ ...prediction, next: [] });
