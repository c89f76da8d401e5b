import { InputError } from '../../errors.ts';
import type { CellFormat } from './tableRows.ts';

/**
 * A text as a cell of a file of this format, so that reading it gives the text again: in quotes where it would be cut, or
 * taken for a quoted cell or, as the `isFirst` of its row, for a comment. Undefined where the format has no quotes and
 * the text cannot stand without.
 */
export const quoteCell = (text: string, format: CellFormat, isFirst: boolean): string | undefined => {
  const { delimiter, comment, commentCells, quotes } = format;
  const isCut = text.includes(delimiter) || /[\r\n]/.test(text);
  if (!isCut && !(isFirst && commentCells === undefined && text.startsWith(comment)) && !(quotes && text.includes('"')))
    return text;
  return quotes ? `"${text.replaceAll('"', '""')}"` : undefined;
};

/** What `raw`, a cell as it stands in the file, says. */
export const unquoteCell = (raw: string, { quotes }: CellFormat): string =>
  quotes && raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw;

/** A row of a file of this format, without its line break. */
export const joinCells = (cells: readonly string[], format: CellFormat): string =>
  cells
    .map((cell, index) => {
      const written = quoteCell(cell, format, index === 0);
      if (written === undefined) throw new InputError(`'${cell}' has the delimiter in it, and the file has no quotes`);
      return written;
    })
    .join(format.delimiter);
