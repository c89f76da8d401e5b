import type { CellFormat } from './tableRows.ts';

/** A stretch of a text, `[start, end)`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A cell of a row, from 0, and where it begins. */
interface CellStart {
  readonly cell: number;
  readonly start: number;
}

/**
 * Where cell `index` (from 0) of a raw row stands in it, quotes included; undefined where the row has fewer cells.
 * @param known a cell that is not behind it, from where it is looked for: a row may have thousands
 */
export const findCell = (raw: string, index: number, format: CellFormat, known?: CellStart): Span | undefined => {
  const row = raw.replace(/[\r\n]+$/, '');
  let start = known?.start ?? 0;
  for (let cell = known?.cell ?? 0; ; cell++) {
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
  return placeOf(raw, firstLine, findCell(raw, index, format) ?? { start: rowEnd, end: rowEnd });
};

/** As `locateCell`, of rows of which one cell after another is asked for. */
export class CellLocator {
  private readonly format: CellFormat;
  /** By row: the cell that was asked for last. */
  private readonly known = new Map<number, CellStart>();

  constructor(format: CellFormat) {
    this.format = format;
  }

  /** @param row tells the rows apart */
  locate(row: number, raw: string, index: number, firstLine: number): ReturnType<typeof locateCell> {
    const known = this.known.get(row);
    const span = findCell(raw, index, this.format, known && known.cell <= index ? known : undefined);
    if (!span) return locateCell(raw, index, firstLine, this.format);
    this.known.set(row, { cell: index, start: span.start });
    return placeOf(raw, firstLine, span);
  }
}

const placeOf = (raw: string, firstLine: number, { start, end }: Span): ReturnType<typeof locateCell> => {
  let line = firstLine;
  let begin = 0;
  for (let next = raw.indexOf('\n'); next >= 0 && next < start; next = raw.indexOf('\n', begin)) {
    line++;
    begin = next + 1;
  }
  const [onLine = ''] = raw.slice(start, end).split('\n');
  return { line, column: start - begin + 1, length: onLine.length };
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
