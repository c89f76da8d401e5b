import type { CellFormat } from './tableRows.ts';

/** A stretch of a text, `[start, end)`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where cell `index` (from 0) of a raw row stands in it, quotes included; undefined where the row has fewer cells. */
export const findCell = (raw: string, index: number, format: CellFormat): Span | undefined => {
  const row = raw.replace(/[\r\n]+$/, '');
  let start = 0;
  for (let cell = 0; ; cell++) {
    const end = endOfCell(row, start, format);
    if (cell === index) return { start, end };
    if (end === row.length) return undefined;
    start = end + 1;
  }
};

/**
 * Line and column, from 1, at which cell `index` of a raw row begins: the opening quote, if it has one; and how much of
 * that line it takes. For a cell beyond the last one, where it would have to stand.
 */
export const locateCell = (
  raw: string,
  index: number,
  firstLine: number,
  format: CellFormat,
): { line: number; column: number; length: number } => {
  const rowEnd = raw.replace(/[\r\n]+$/, '').length;
  const { start, end } = findCell(raw, index, format) ?? { start: rowEnd, end: rowEnd };
  const before = raw.slice(0, start).split('\n');
  const [onLine = ''] = raw.slice(start, end).split('\n');
  return { line: firstLine + before.length - 1, column: (before.at(-1) ?? '').length + 1, length: onLine.length };
};

/** The delimiter behind the cell that begins at `start`, or the end of the row. */
const endOfCell = (row: string, start: number, { delimiter, quotes }: CellFormat): number => {
  let isQuoted = quotes && row[start] === '"';
  let at = isQuoted ? start + 1 : start;
  for (; at < row.length; at++) {
    const character = row[at];
    if (isQuoted && character === '"' && row[at + 1] === '"') at++;
    else if (isQuoted && character === '"') isQuoted = false;
    else if (character === delimiter && !isQuoted) break;
  }
  return Math.min(at, row.length);
};
