import Papa from 'papaparse';
import type { OutputFile } from '../runs/outputFile.ts';
import type { Cell, PredictionTable } from '../tasks/predictionTable.ts';

/** Rows turned into text at a time. */
const rowsPerPiece = 10_000;

/** Writes a CSV file with a row for every row of a table and what was predicted for it. */
export const writePredictions = (output: OutputFile, table: PredictionTable): Promise<void> =>
  output.write(textOf(table));

function* textOf({ header, count, cellsOf, rest }: PredictionTable): Generator<string, void, void> {
  const text = (rows: readonly (readonly Cell[])[]): string => `${Papa.unparse([...rows], { newline: '\n' })}\n`;
  yield text([header]);
  for (let first = 0; first < count; first += rowsPerPiece) {
    const length = Math.min(rowsPerPiece, count - first);
    yield text(Array.from({ length }, (_, index) => cellsOf(first + index)));
  }
  if (rest.length > 0) yield text(rest);
}
