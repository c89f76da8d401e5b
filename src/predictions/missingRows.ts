import type { CellPlace, NextRow, PredictedCell, Prediction } from '../../engine/protocol.ts';
import { alternativesText } from './alternativesText.ts';
import { rowText, wordsOf } from './lensText.ts';
import { linesMoved, nextPlaces } from './nextPlaces.ts';

/** A value for a cell that stands empty in the file. */
interface Filling {
  readonly place: CellPlace;
  /** As it is shown, with its interval or probability; in the file it is `place.written`. */
  readonly text: string;
  /** What else it may be, line by line; '' where there is nothing else to tell. */
  readonly details: string;
}

/** A row that misses what the model predicts. Lines count from 1. */
export interface MissingRow {
  readonly line: number;
  readonly label: string;
  /** What else may stand in its cells, line by line. */
  readonly details: string;
  readonly fillings: readonly Filling[];
}

/** A cell that holds something else than the model would fill in. */
export interface DoubtfulCell {
  readonly place: CellPlace;
  readonly predicted: PredictedCell;
}

/** Rows with an empty cell that the model can fill, in the order of the file. */
export const missingRows = ({ rows }: Prediction): readonly MissingRow[] =>
  rows
    .flatMap(({ line, cells }) => {
      const empty = cells.filter(({ actual, place }) => actual === '' && place !== undefined);
      const fillings = empty.flatMap((cell) => {
        const { place } = cell;
        return place === undefined ? [] : [{ place, text: wordsOf(cell), details: alternativesText(cell) }];
      });
      const details = fillings.flatMap((filling) => filling.details || []).join('\n\n');
      return fillings.length > 0 ? [{ line, label: rowText(empty), details, fillings }] : [];
    })
    .sort((a, b) => a.line - b.line);

export const doubtfulCells = ({ rows }: Prediction): readonly DoubtfulCell[] =>
  rows.flatMap(({ cells }) =>
    cells.flatMap((predicted) => {
      const { actual, place } = predicted;
      return actual === '' || place === undefined ? [] : [{ place, predicted }];
    }),
  );

/** The prediction once the empty cells of a row have been filled in: what is below it moves where they took more lines. */
export const withoutRow = (prediction: Prediction, line: number): Prediction =>
  withoutRows(
    prediction,
    missingRows(prediction).filter((row) => row.line === line),
  );

/** The prediction once all the empty cells that it lists have been filled in. */
export const withoutMissing = (prediction: Prediction): Prediction => withoutRows(prediction, missingRows(prediction));

/** @param filled in the order of the file */
const withoutRows = (prediction: Prediction, filled: readonly MissingRow[]): Prediction => {
  let sum = 0;
  const moves = filled.map(({ line, fillings }) => ({ line, more: (sum += linesMore(fillings)) }));
  const moreAt = (at: number): number => moves.findLast(({ line }) => line < at)?.more ?? 0;
  const gone = new Set(filled.map(({ line }) => line));
  return {
    ...prediction,
    rows: prediction.rows
      .filter(({ line }) => !gone.has(line))
      .map(({ line, cells }) => {
        const more = moreAt(line);
        if (more === 0) return { line, cells };
        return {
          line: line + more,
          cells: cells.map((cell) => ({ ...cell, ...(cell.place && { place: below(cell.place, more) }) })),
        };
      }),
    tooEarly: prediction.tooEarly.map((at) => at + moreAt(at)),
  };
};

const linesMore = (fillings: readonly Filling[]): number =>
  fillings.reduce((sum, { place: { written, start, end } }) => sum + breaksIn(written) - (end.line - start.line), 0);

const breaksIn = (text: string): number => text.split(/\r\n|\r|\n/).length - 1;

const below = (place: CellPlace, lines: number): CellPlace => ({
  ...place,
  start: { ...place.start, line: place.start.line + lines },
  end: { ...place.end, line: place.end.line + lines },
});

/** The prediction once its future, or that of one series, stands in the file: what is below it moves. */
export const withoutNext = (prediction: Prediction, series?: string): Prediction => {
  const isWritten = (row: NextRow): boolean => series === undefined || row.series === series;
  const places = nextPlaces({ ...prediction, next: prediction.next.filter(isWritten) });
  const more = (line: number): number => linesMoved(places, line);
  const { lastLine } = prediction;
  return {
    ...prediction,
    ...(lastLine !== undefined && { lastLine: lastLine + more(lastLine) }),
    next: prediction.next
      .filter((row) => !isWritten(row))
      .map((row) => ({
        ...row,
        ...(row.place && { place: { ...row.place, line: row.place.line + more(row.place.line) } }),
      })),
    rows: prediction.rows.map(({ line, cells }) => ({
      line: line + more(line),
      cells: cells.map((cell) => ({ ...cell, ...(cell.place && { place: below(cell.place, more(line)) }) })),
    })),
    tooEarly: prediction.tooEarly.map((line) => line + more(line)),
  };
};
