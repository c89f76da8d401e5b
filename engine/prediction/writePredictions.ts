import Papa from 'papaparse';
import { takeBreath } from '../errands/errand.ts';
import type { OutputFile } from '../runs/outputFile.ts';
import type { Cell, PredictionTable } from '../tasks/predictionTable.ts';

/** Rows turned into text at a time. */
const rowsPerPiece = 10_000;

/**
 * Writes a file with a row for every row of a table and what was predicted for it.
 * @param delimiter of the table's own file: whoever reads that reads this
 */
export const writePredictions = (output: OutputFile, table: PredictionTable, delimiter: string): Promise<void> =>
  output.write(textOf(table, delimiter));

async function* textOf(
  { header, count, cellsOf, rest }: PredictionTable,
  delimiter: string,
): AsyncGenerator<string, void, void> {
  const text = (rows: readonly (readonly Cell[])[]): string =>
    `${Papa.unparse([...rows], { newline: '\n', delimiter })}\n`;
  yield text([header]);
  for (let first = 0; first < count; first += rowsPerPiece) {
    await takeBreath({ doing: 'writing predictions', share: first / count });
    const length = Math.min(rowsPerPiece, count - first);
    yield text(Array.from({ length }, (_, index) => cellsOf(first + index)));
  }
  if (rest.length > 0) yield text(rest);
}
