import { findRows, placeOfCell } from '../files/rows/findPlaces.ts';
import { MissingCells } from '../files/columns/missingCells.ts';
import type { ResolvedFormat } from '../files/tableFormat.ts';
import type { Prediction } from '../protocol.ts';

/**
 * A prediction with the place of every cell that it says something of, for who edits the file. A cell that was empty
 * when the file was predicted and is not by now has none.
 */
export const addPlaces = async (prediction: Prediction, file: string, format: ResolvedFormat): Promise<Prediction> => {
  const lines = prediction.rows.flatMap(({ line, cells }) =>
    cells.some(({ cell }) => cell !== undefined) ? [line] : [],
  );
  const found = await findRows(file, format, new Set(lines));
  const missing = new MissingCells(format.missingValues);
  const rows = prediction.rows.map(({ line, cells }) => {
    const row = found.get(line);
    return {
      line,
      cells: cells.map((predicted) => {
        const { cell, text, actual } = predicted;
        if (!row || cell === undefined) return predicted;
        if (actual === '' && !missing.has(row.cells[cell] ?? '')) return predicted;
        const place = placeOfCell(row, cell, text, format);
        return { ...predicted, ...(place && { place }) };
      }),
    };
  });
  return { ...prediction, rows };
};
