import { type Schema, initParser } from 'udsv';

/** Cuts whole lines without quotes into rows. */
export type PlainRowCutter = (text: string) => string[][] | undefined;

/**
 * A cutter for a table of `width` columns. Without a `comment`, lines that begin with it are rows if they are as wide. It gives undefined for what is more than cells, delimiters and LF or CRLF
 * line ends: blank lines, comments, rows with more or fewer cells. `udsv` is the fastest of the libraries, and is so
 * by looking at nothing but the next delimiter; that it found what it took for rows is made sure of here.
 */
export const plainRowCutter = (width: number, delimiter: string, comment: string | undefined): PlainRowCutter => {
  const columns = Array.from({ length: width }, (_, index) => ({
    name: String(index),
    type: 's' as const,
    repl: noRepl,
  }));
  const schema: Schema & { skip: number } = {
    skip: 0,
    col: delimiter,
    row: '\n',
    encl: '',
    esc: '',
    trim: false,
    cols: columns,
  };
  const commentLine = `\n${comment}`;
  return (text) => {
    // A search for one character is so much faster than for two that it pays to make it first.
    if (comment !== undefined && text.includes(comment) && (text.startsWith(comment) || text.includes(commentLine)))
      return undefined;
    // What looks like a byte order mark here is the beginning of a cell, and udsv would take it off.
    if (text.charCodeAt(0) === 0xfeff) return undefined;
    const rows: string[][] = [];
    // As the piece of a stream: at the end of a file, udsv takes a row with too few cells for ever.
    const parser = initParser(schema);
    parser.chunk(text, parser.stringArrs<string[]>, (row: string[]) => {
      rows.push(row);
    });
    // Blank lines are passed over, a row with too few cells goes on in the next line, and one with too many has the
    // rest of them in its last cell.
    if (rows.length !== countLines(text)) return undefined;
    const mayEndInReturn = text.includes('\r');
    for (const row of rows) {
      const last = row[width - 1] ?? '';
      if (holds(last, delimiter) || (width === 1 && last.trim() === '')) return undefined;
      if (mayEndInReturn && last.charCodeAt(last.length - 1) === 13) row[width - 1] = last.slice(0, -1);
    }
    return rows;
  };
};

const noRepl = { empty: undefined, NaN: undefined, null: undefined };

/** Cells up to this length are searched faster here than by the call of a function of the engine. */
const shortCell = 16;

/** Whether a character is in a cell. */
const holds = (cell: string, character: string): boolean => {
  if (cell.length > shortCell) return cell.includes(character);
  const code = character.charCodeAt(0);
  for (let at = 0; at < cell.length; at++) if (cell.charCodeAt(at) === code) return true;
  return false;
};

const countLines = (text: string): number => {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
};
