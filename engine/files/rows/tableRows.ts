import type { TableFormat } from '../../config.ts';
import { readDecodedChunks, readUtf8Chunks } from '../decoding/decodedChunks.ts';
import { type Told, describeEncoding } from '../decoding/describeEncoding.ts';
import type { ReadLines } from '../tableReader.ts';
import { BlankLines } from './blankLines.ts';
import { delimiterLine, longestDelimiterLine } from './delimiterLine.ts';
import { type PlainRowCutter, plainRowCutter } from './plainRows.ts';
import { QuoteError, type StrictRows, cutStrictRows } from './strictRows.ts';

/** How to cut a file into cells. */
export interface CellFormat extends Pick<
  TableFormat,
  'delimiter' | 'comment' | 'commentCells' | 'encoding' | 'skipLines'
> {
  /** Whether `"` encloses cells; else it is a character like any other. */
  readonly quotes: boolean;
}

/** Some rows of a file, without blank lines and comments. */
export interface RowBatch {
  readonly rows: readonly (readonly string[])[];
  /** The line, from 1, that a row of the batch begins on. */
  readonly lineOf: (index: number) => number;
  /** Whether each row is the line after the one before. */
  readonly isRegular: boolean;
  /** The cells of each row, where it is known that all have as many. */
  readonly width?: number;
  /** The row as it stands in the file, with its line break. Slow: for errors. */
  readonly rawOf: (index: number) => string;
}

/** Characters cut at a time: few enough that rows and cells stay in the processor's cache. */
const pieceLength = 1 << 16;
/** Characters of one quoted cell or row before it is taken for a quote that was never closed. */
const longestRow = 1 << 24;

/**
 * Cuts the text of a table, given in pieces, into rows of cells. Blank lines and comments are skipped but counted.
 * `onRows` gets every other row; whether it has the right number of cells is its business.
 */
export class RowReader {
  private readonly file: string;
  private readonly format: CellFormat;
  private readonly onRows: (batch: RowBatch) => void;
  private newline: '\n' | '\r' | undefined;
  /** For tables as wide as the first row, once it is known. */
  private cutPlain: PlainRowCutter | undefined;
  private rest = '';
  /** Characters below which the rest is not cut again: a row of megabytes is looked at each time it has doubled. */
  private worthCutting = 0;
  private line = 1;
  private hasBegun = false;
  private hasRows = false;
  /** Lines that were comments. */
  comments = 0;
  /** Blank lines below the first row. */
  readonly blanks = new BlankLines();
  /** Whether the first line named the delimiter. */
  namesDelimiter = false;

  constructor(file: string, format: CellFormat, onRows: (batch: RowBatch) => void) {
    this.file = file;
    this.format = format;
    this.onRows = onRows;
  }

  /** Takes the next piece; with `isLast`, the row at its end needs no line break. */
  push(piece: string, isLast: boolean): void {
    let text = this.rest + piece;
    if (!this.hasBegun) {
      const begin = this.findBegin(text, isLast);
      if (begin === undefined) {
        this.rest = text;
        return;
      }
      this.hasBegun = true;
      this.rest = '';
      text = text.slice(begin);
    }
    if (text.length < this.worthCutting && !isLast) {
      this.keep(text);
      return;
    }
    // The libraries take one kind of line break; LF serves CRLF too, with the CR taken off the last cell.
    this.newline ??= text.includes('\n')
      ? '\n'
      : text.includes('\r') && (isLast || piece.length > 1000)
        ? '\r'
        : undefined;
    const newline = this.newline ?? '\n';
    let begin = 0;
    // What was too long before is so still.
    let length = this.rest.length > pieceLength ? text.length : pieceLength;
    while (begin < text.length) {
      const isWhole = begin + length >= text.length;
      const end = text.lastIndexOf(newline, begin + length) + 1;
      const taken = end > begin ? this.cut(text.slice(begin, end), false) : 0;
      begin += taken;
      if (taken > 0) length = pieceLength;
      else if (!isWhole) {
        // Without a line break, or within quotes, the row is longer than the piece.
        length *= 2;
      } else {
        if (isLast) this.cut(text.slice(begin), true);
        break;
      }
    }
    const rest = isLast ? '' : text.slice(begin);
    this.worthCutting = rest.length > pieceLength ? 2 * rest.length : 0;
    this.keep(rest);
  }

  /** Begins the next piece with a row that is not whole yet. */
  private keep(rest: string): void {
    this.rest = rest;
    if (rest.length > longestRow) {
      throw new QuoteError(
        'begins a cell with a quote that is not closed within 16 million characters; close it, or take the quote away',
        { file: this.file, line: this.line },
      );
    }
  }

  /** Where the table begins in a text; undefined where more of it is needed to tell. */
  private findBegin(text: string, isLast: boolean): number | undefined {
    const { skipLines } = this.format;
    if (skipLines !== undefined) {
      const begin = behindLines(text, skipLines, isLast);
      if (begin !== undefined) this.line += skipLines;
      return begin;
    }
    if (text.length < longestDelimiterLine && !isLast) return undefined;
    const named = delimiterLine(text);
    if (!named) return 0;
    this.namesDelimiter = true;
    this.line++;
    return named.length;
  }

  /** Hands on the rows of a piece that begins with a row; returns how much of it they are. */
  private cut(text: string, isLast: boolean): number {
    const { file, format, line } = this;
    const newline = this.newline ?? '\n';
    const isPlain = !isLast && newline === '\n' && !(format.quotes && text.includes('"'));
    const plain = isPlain ? this.cutPlain?.(text) : undefined;
    if (plain) {
      this.line += plain.length;
      this.onRows({
        rows: plain,
        isRegular: true,
        width: plain[0]?.length ?? 0,
        lineOf: (index) => line + index,
        rawOf: (index) => lineAt(text, index),
      });
      return text.length;
    }
    const strict = cutStrictRows(text, { file, format, newline, line, isLast });
    this.line = strict.line;
    this.comments += strict.comments;
    const firstRow = this.hasRows ? 0 : (strict.lines[0] ?? Infinity);
    for (const blank of strict.blanks) if (blank > firstRow) this.blanks.add(blank);
    this.hasRows ||= strict.rows.length > 0;
    if (strict.rows.length > 0) this.handOn(text, strict);
    if (strict.error) throw strict.error;
    return strict.end;
  }

  private handOn(text: string, { rows, lines, starts, ends }: StrictRows): void {
    const { delimiter, comment, commentCells } = this.format;
    const width = rows[0]?.length ?? 1;
    this.cutPlain ??= plainRowCutter(width, delimiter, commentCells === width ? undefined : comment);
    this.onRows({
      rows,
      isRegular: false,
      lineOf: (index) => lines[index] ?? 0,
      rawOf: (index) => text.slice(starts[index], ends[index]),
    });
  }
}

/**
 * Where a text goes on after `count` lines; undefined where it has fewer and more may follow.
 * @param isLast whether nothing follows: what has fewer lines has nothing left
 */
export const behindLines = (text: string, count: number, isLast: boolean): number | undefined => {
  const breaks = /\r\n|\n|\r/g;
  for (let left = count; left > 0; left--) {
    // A CR at the end may be half of a CRLF.
    const isWhole = breaks.test(text) && (isLast || breaks.lastIndex < text.length);
    if (!isWhole) return isLast ? text.length : undefined;
  }
  return count > 0 ? breaks.lastIndex : 0;
};

/** The line that is `index` line breaks into a text. */
const lineAt = (text: string, index: number): string => {
  let begin = 0;
  for (let line = 0; line < index; line++) begin = text.indexOf('\n', begin) + 1;
  return text.slice(begin, text.indexOf('\n', begin) + 1);
};

/** Streams a file through a `RowReader`. */
export const readRows = async (
  file: string,
  format: CellFormat,
  onRows: (batch: RowBatch) => void,
): Promise<ReadLines & Pick<RowReader, 'blanks'>> => {
  const reader = new RowReader(file, format, onRows);
  const told: Told = {};
  for await (const piece of readDecodedChunks(file, readUtf8Chunks(file, told, format.encoding)))
    reader.push(piece, false);
  reader.push('', true);
  return {
    comments: reader.comments,
    blanks: reader.blanks,
    notes: [
      ...describeEncoding(told),
      ...(reader.namesDelimiter ? ['The first line names the delimiter and is no row.'] : []),
    ],
  };
};
