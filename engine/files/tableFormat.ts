import type { TableFormat } from '../config.ts';
import type { TableOptions } from './tableOptions.ts';
import { parseNumber } from './columns/parseNumber.ts';
import { isPairName } from './pairNames.ts';
import { readStart, sampleLength } from './readStart.ts';
import { QuoteError } from './rows/strictRows.ts';
import { type CellFormat, RowReader } from './rows/tableRows.ts';
import { looksLikeTime } from './times/timeParser.ts';

/** A table's format with nothing left to guess. */
export interface ResolvedFormat extends TableFormat, CellFormat {
  /** Whether rows are cells between delimiters in the file itself, where they can be found and written to. */
  readonly hasCells: boolean;
  /** The pattern of its times, where it was said. */
  readonly timeFormat?: string;
}

const delimiters = ['\t', ';', '|', ','] as const;
const sampleRows = 1000;
/** Fewer tell nothing of what comes back. */
const fewRows = 5;

/**
 * Fills in what the config does not say about a table's format, from the beginning of the file. Without `mayQuote`,
 * quotes are ordinary characters.
 */
export const resolveFormat = async (file: string, data: TableOptions, mayQuote = true): Promise<ResolvedFormat> => {
  const start = await readStart(file);
  const comment = data.comment ?? '#';
  const delimiter = data.delimiter ?? guessDelimiter(file, start, comment);
  const { rows, quotes } = sampleTable(file, start, { delimiter, comment }, mayQuote);
  const header = data.header ?? guessHeader(rows, delimiter);
  const { missingValues = [], timeFormat } = data;
  return { hasCells: true, delimiter, comment, quotes, header, missingValues, ...(timeFormat && { timeFormat }) };
};

/**
 * Whether the beginning of a text is a table beyond doubt: several columns, the same number in all rows, and tabs between
 * them, or numbers or timestamps in at least half of them.
 */
export const looksLikeTable = (file: string, start: string): boolean => {
  const comment = '#';
  const delimiter = guessDelimiter(file, start, comment);
  const rows = sampleTable(file, start, { delimiter, comment }).rows;
  const { width, share } = regularity(rows);
  if (rows.length < 5 || width < 2 || share < 1) return false;
  if (delimiter === '\t') return true;
  const body = rows.slice(1);
  let numeric = 0;
  for (let cell = 0; cell < width; cell++) {
    if (body.every((row) => isNumeric(row[cell] ?? '', delimiter) || row[cell] === '')) numeric++;
  }
  return numeric * 2 >= width;
};

const guessDelimiter = (file: string, start: string, comment: string): TableFormat['delimiter'] => {
  if (/\.(tsv|tab)$/i.test(file)) return '\t';
  let best: { delimiter: TableFormat['delimiter']; share: number } = { delimiter: ',', share: 0 };
  for (const delimiter of delimiters) {
    const { width, share } = regularity(sampleTable(file, start, { delimiter, comment }).rows);
    if (width > 1 && share > best.share) best = { delimiter, share };
  }
  return best.delimiter;
};

/** The commonest number of cells and the share of rows that have it. */
const regularity = (rows: readonly (readonly string[])[]): { width: number; share: number } => {
  const counts = new Map<number, number>();
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [width, count] = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0]);
  return { width, share: rows.length > 0 ? count / rows.length : 0 };
};

interface TableSample {
  readonly rows: readonly (readonly string[])[];
  /** False when the quotes do not pair up in a file of tabs, where they are ordinary characters as often as not. */
  readonly quotes: boolean;
}

const sampleTable = (file: string, start: string, format: Omit<CellFormat, 'quotes'>, mayQuote = true): TableSample => {
  const read = (quotes: boolean): TableSample['rows'] => {
    const rows: (readonly string[])[] = [];
    const reader = new RowReader(file, { ...format, quotes }, (batch) => {
      rows.push(...batch.rows.slice(0, sampleRows - rows.length));
    });
    reader.push(start, start.length < sampleLength);
    return rows;
  };
  const isTabbed = format.delimiter === '\t';
  if (!mayQuote) return { rows: read(false), quotes: false };
  try {
    const rows = read(true);
    if (!isTabbed || rows.length === sampleRows) return { rows, quotes: true };
    // A quote that the sample does not close hides all rows behind it.
    const plain = read(false);
    const { width, share } = regularity(plain);
    return plain.length > rows.length && width > 1 && share === 1
      ? { rows: plain, quotes: false }
      : { rows, quotes: true };
  } catch (error) {
    if (!(error instanceof QuoteError)) throw error;
    return { rows: read(false), quotes: !isTabbed };
  }
};

/**
 * A first row is a header unless a cell of it is a number or a time, or all its cells come back further down, or it looks
 * like one pair of texts among others.
 */
const guessHeader = (rows: readonly (readonly string[])[], delimiter: string): boolean => {
  const [first = [], ...body] = rows;
  if (first.some((cell) => isNumeric(cell, delimiter))) return false;
  if (delimiter === '\t' && first.length === 2 && holdPairs(body, delimiter)) {
    return first.some(isPairName) || (first.every(isWord) && first.every((_, cell) => holdsSentences(body, cell)));
  }
  const comesBack = (cell: string, index: number): boolean => body.some((row) => row[index] === cell);
  const named = first.map((cell, index) => ({ cell, index })).filter(({ cell }) => cell.trim() !== '');
  return !(body.length > 0 && named.some(({ cell, index }) => comesBack(cell, index)));
};

const isNumeric = (cell: string, delimiter: string): boolean =>
  !Number.isNaN(parseNumber(cell, delimiter === ';')) || looksLikeTime(cell);

/** Two columns of texts that hardly ever come back: there is no name to tell by what is one. */
const holdPairs = (rows: readonly (readonly string[])[], delimiter: string): boolean =>
  rows.length >= fewRows &&
  [0, 1].every((cell) => {
    const texts = rows.map((row) => row[cell] ?? '').filter((text) => text.trim() !== '');
    return new Set(texts).size * 2 > texts.length && texts.every((text) => !isNumeric(text, delimiter));
  });

const isWord = (cell: string): boolean => /^[\p{L}_]+$/u.test(cell.trim());

/** Single words above them are names. */
const holdsSentences = (rows: readonly (readonly string[])[], cell: number): boolean =>
  2 * rows.filter((row) => /\S\s+\S/.test(row[cell] ?? '')).length > rows.length;
