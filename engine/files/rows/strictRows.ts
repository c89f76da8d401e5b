import Papa from 'papaparse';
import { InputError } from '../../errors.ts';
import type { CellFormat } from './tableRows.ts';

/** What a piece of a table was cut into, blank lines and comments left out. */
export interface StrictRows {
  readonly rows: readonly (readonly string[])[];
  /** By row: the line it begins on, and where it begins and ends in the piece. */
  readonly lines: readonly number[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Where the first row begins that is not whole, or the end of the piece. */
  readonly end: number;
  /** The line there. */
  readonly line: number;
  /** Lines that were comments. */
  readonly comments: number;
  /** The lines that were blank. */
  readonly blanks: readonly number[];
  /** What is wrong after the rows. */
  readonly error: QuoteError | undefined;
}

export interface StrictPiece {
  readonly file: string;
  readonly format: CellFormat;
  readonly newline: '\n' | '\r';
  /** The line that the piece begins on, from 1. */
  readonly line: number;
  /** Whether the file ends here: its last row needs no line break. */
  readonly isLast: boolean;
}

/** The quotes of a file do not pair up. */
export class QuoteError extends InputError {}

/** Cuts a piece that begins with a row, by all the rules of quotes, comments and blank lines, and with all their errors. */
export const cutStrictRows = (
  text: string,
  { file, format, newline, line: firstLine, isLast }: StrictPiece,
): StrictRows => {
  const { delimiter, comment, commentCells, quotes } = format;
  const rows: string[][] = [];
  const lines: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const blanks: number[] = [];
  let line = firstLine;
  let comments = 0;
  let begin = 0;
  let failure: QuoteError | undefined;

  const skipComments = (end: number): void => {
    while (begin < end && text.startsWith(comment, begin)) {
      comments++;
      line++;
      const lineEnd = text.indexOf(newline, begin);
      begin = lineEnd < 0 ? end : lineEnd + 1;
    }
  };
  /** With 0, no line is one. */
  const isComment = (cells: readonly string[], at: number): boolean =>
    commentCells !== undefined && commentCells > 0 && cells.length !== commentCells && text.startsWith(comment, at);
  const parser = new Papa.Parser({
    delimiter,
    newline,
    comments: commentCells === undefined ? comment : false,
    ...(!quotes && { fastMode: true }),
    step: (result: Papa.ParseStepResult<string[][]>) => {
      if (failure) return;
      const end = result.meta.cursor;
      if (commentCells === undefined) skipComments(end);
      const [cells] = result.data;
      const [error] = result.errors;
      if (error) failure = quoteError(error, text, begin, newline, { file, line });
      else if (cells && delimiter === '\t' && quotes && isSeveralRows(text.slice(begin, end), cells.length, newline)) {
        const message =
          'a cell begins with a quote and ends with one in a later line, and each line is a row by itself';
        failure = new QuoteError(`${message}; close it, or take it away`, { file, line });
      } else if (cells && isComment(cells, begin)) comments++;
      else if (cells && isBlank(cells)) {
        // What the last line break of a file ends is no line behind it.
        if (begin < end) blanks.push(line);
      } else if (cells) {
        rows.push(cells);
        lines.push(line);
        starts.push(begin);
        ends.push(end);
      }
      line += countBreaks(text, begin, end, newline);
      begin = end;
    },
  } as Papa.ParseConfig<string[][]>);
  parser.parse(text, 0, !isLast);
  if (isLast && commentCells === undefined) skipComments(text.length);
  return { rows, lines, starts, ends, end: begin, line, comments, blanks, error: failure };
};

/**
 * Whether each line of a row with quotes is a row by itself. Files of tabs use quotes as ordinary characters as often as
 * not: two texts that begin and end with one would swallow all between them.
 */
const isSeveralRows = (row: string, cells: number, newline: string): boolean => {
  const firstBreak = row.indexOf(newline);
  if (cells < 2 || firstBreak < 0 || firstBreak === row.length - 1) return false;
  const lines = (row.endsWith(newline) ? row.slice(0, -1) : row).split(newline);
  return lines.every((line) => line.split('\t').length === cells);
};

/** Takes the CR of a CRLF off the last cell, and tells whether nothing but blanks is left. */
const isBlank = (cells: string[]): boolean => {
  const lastIndex = cells.length - 1;
  const last = cells[lastIndex] ?? '';
  if (last.endsWith('\r')) cells[lastIndex] = last.slice(0, -1);
  return lastIndex === 0 && last.trim() === '';
};

const countBreaks = (text: string, begin: number, end: number, newline: string): number => {
  let count = 0;
  for (let at = text.indexOf(newline, begin); at >= 0 && at < end; at = text.indexOf(newline, at + 1)) count++;
  return count;
};

const quoteError = (
  { code, index = 0 }: Papa.ParseError,
  text: string,
  start: number,
  newline: string,
  { file, line }: { file: string; line: number },
): QuoteError => {
  // Papa points behind the quote that opens the cell.
  const column = index - (text.lastIndexOf(newline, index - 1) + 1);
  const message =
    code === 'MissingQuotes'
      ? 'the cell begins with a quote but does not end with one; close it, or take it away'
      : 'the cell has a quote inside its quotes; double it: ""';
  return new QuoteError(message, { file, line: line + countBreaks(text, start, index - 1, newline), column });
};
