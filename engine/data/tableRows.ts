import Papa from 'papaparse';
import type { TableFormat } from '../config.ts';
import { InputError } from '../errors.ts';
import { readDecodedChunks } from './decodedChunks.ts';

/** How to cut a file into cells. */
export interface CellFormat extends Pick<TableFormat, 'delimiter' | 'comment'> {
  /** Whether `"` encloses cells; else it is a character like any other. */
  readonly quotes: boolean;
}

/** Where a row stands. Reused: valid only while the row is handled. */
export interface RowPlace {
  /** The line it begins on, from 1. */
  line: number;
  /** The row as it stands in the file, with its line break. */
  raw(): string;
}

/** Characters of one quoted cell or row before it is taken for a quote that was never closed. */
const longestRow = 1 << 24;

/**
 * Cuts the text of a table, given in pieces, into rows of cells. Blank lines and comments are skipped but counted.
 * `onRow` gets every other row; whether it has the right number of cells is its business.
 */
export class RowReader {
  private readonly file: string;
  private readonly format: CellFormat;
  private readonly onRow: (cells: string[], place: RowPlace) => void;
  private newline: '\n' | '\r' | undefined;
  private rest = '';
  private line = 1;
  /** Lines that were comments. */
  comments = 0;

  constructor(file: string, format: CellFormat, onRow: (cells: string[], place: RowPlace) => void) {
    this.file = file;
    this.format = format;
    this.onRow = onRow;
  }

  /** Takes the next piece; with `isLast`, the row at its end needs no line break. */
  push(piece: string, isLast: boolean): void {
    const text = this.rest + piece;
    // Papa takes one kind of line break; LF serves CRLF too, with the CR taken off the last cell.
    this.newline ??= text.includes('\n')
      ? '\n'
      : text.includes('\r') && (isLast || piece.length > 1000)
        ? '\r'
        : undefined;
    const newline = this.newline ?? '\n';
    const { delimiter, comment, quotes } = this.format;
    let begin = 0;
    const place: RowPlace = { line: 0, raw: () => '' };
    const parser = new Papa.Parser({
      delimiter,
      newline,
      comments: comment,
      ...(!quotes && { fastMode: true }),
      step: (result: Papa.ParseStepResult<string[][]>) => {
        const end = result.meta.cursor;
        const start = this.skipComments(text, begin, end, newline);
        const [cells] = result.data;
        place.line = this.line;
        place.raw = () => text.slice(start, end);
        const [error] = result.errors;
        if (error) throw this.quoteError(error, text, start, newline);
        if (cells) this.emit(cells, place);
        this.countLines(text, start, end, newline);
        begin = end;
      },
    } as Papa.ParseConfig<string[][]>);
    parser.parse(text, 0, !isLast);
    if (isLast) this.skipComments(text, begin, text.length, newline);
    this.rest = text.slice(begin);
    if (this.rest.length > longestRow) {
      throw new InputError(
        'begins a cell with a quote that is not closed within 16 million characters; close it, or take the quote away',
        { file: this.file, line: this.line },
      );
    }
  }

  private emit(cells: string[], place: RowPlace): void {
    const lastIndex = cells.length - 1;
    const last = cells[lastIndex] ?? '';
    if (last.endsWith('\r')) cells[lastIndex] = last.slice(0, -1);
    if (lastIndex === 0 && last.trim() === '') return;
    this.onRow(cells, place);
  }

  private skipComments(text: string, begin: number, end: number, newline: string): number {
    let at = begin;
    while (at < end && text.startsWith(this.format.comment, at)) {
      this.comments++;
      this.line++;
      const lineEnd = text.indexOf(newline, at);
      at = lineEnd < 0 ? end : lineEnd + 1;
    }
    return at;
  }

  private countLines(text: string, begin: number, end: number, newline: string): void {
    for (let at = text.indexOf(newline, begin); at >= 0 && at < end; at = text.indexOf(newline, at + 1)) this.line++;
  }

  private quoteError({ code, index = 0 }: Papa.ParseError, text: string, start: number, newline: string): QuoteError {
    // Papa points behind the quote that opens the cell.
    this.countLines(text, start, index - 1, newline);
    const column = index - (text.lastIndexOf(newline, index - 1) + 1);
    const message =
      code === 'MissingQuotes'
        ? 'the cell begins with a quote but does not end with one; close it, or take it away'
        : 'the cell has a quote inside its quotes; double it: ""';
    return new QuoteError(message, { file: this.file, line: this.line, column });
  }
}

/** The quotes of a file do not pair up. */
export class QuoteError extends InputError {}

/** Streams a file through a `RowReader`. */
export const readRows = async (
  file: string,
  format: CellFormat,
  onRow: (cells: string[], place: RowPlace) => void,
): Promise<{ comments: number }> => {
  const reader = new RowReader(file, format, onRow);
  for await (const piece of readDecodedChunks(file)) reader.push(piece, false);
  reader.push('', true);
  return { comments: reader.comments };
};

/**
 * Line and column, from 1, at which cell `index` of a raw row begins: the opening quote, if it has one. For a cell
 * beyond the last one, where it would have to stand.
 */
export const locateCell = (
  raw: string,
  index: number,
  firstLine: number,
  { delimiter, quotes }: CellFormat,
): { line: number; column: number } => {
  const text = raw.replace(/[\r\n]+$/, '');
  let line = firstLine;
  let lineStart = 0;
  let cell = 0;
  let isQuoted = false;
  let isStart = true;
  let at = 0;
  for (; at < text.length && cell < index; at++) {
    const character = text.charAt(at);
    if (isQuoted && character === '"' && text.charAt(at + 1) === '"') at++;
    else if (quotes && character === '"' && (isQuoted || isStart)) isQuoted = !isQuoted;
    else if (character === '\n') {
      line++;
      lineStart = at + 1;
    } else if (character === delimiter && !isQuoted) {
      cell++;
      isStart = true;
      continue;
    }
    isStart = false;
  }
  return { line, column: at - lineStart + 1 };
};
