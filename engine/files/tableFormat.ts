import type { TableFormat } from '../config.ts';
import { dissectNumber } from './columns/writing/dissectNumber.ts';
import { commentRowWidth } from './rows/commentRows.ts';
import { guessHeader, isNumeric } from './guessHeader.ts';
import type { TableOptions } from './tableOptions.ts';
import { readStart, sampleLength } from './decoding/readStart.ts';
import { QuoteError } from './rows/strictRows.ts';
import { delimiterLine } from './rows/delimiterLine.ts';
import { type CellFormat, RowReader, behindLines } from './rows/tableRows.ts';

/** A table's format with nothing left to guess. */
export interface ResolvedFormat extends TableFormat, CellFormat {
  /** Whether rows are cells between delimiters in the file itself, where they can be found and written to. */
  readonly hasCells: boolean;
  readonly quotes: boolean;
  /** The pattern of its times, where it was said. */
  readonly timeFormat?: string;
}

/** What a config says of it. */
export const formatFields = (format: ResolvedFormat): TableFormat => {
  const { delimiter, header, comment, commentCells, missingValues, decimalMark } = format;
  return {
    ...{ delimiter, header, comment, missingValues },
    ...(commentCells !== undefined && { commentCells }),
    ...(decimalMark !== undefined && { decimalMark }),
    ...linesAsked(format),
  };
};

/** The pattern of times, where it was said: for tasks that keep it only then. */
export const askedTimes = ({ timeFormat }: Pick<ResolvedFormat, 'timeFormat'>): { timeFormat?: string } =>
  timeFormat === undefined ? {} : { timeFormat };

/** What was said of the lines of a file, and is found out where it was not. */
const linesAsked = ({ encoding, quote, skipLines, footerRows, fillShortRows }: TableOptions): Partial<TableFormat> => ({
  ...(encoding !== undefined && { encoding }),
  ...(quote !== undefined && { quote }),
  ...(skipLines !== undefined && { skipLines }),
  ...(footerRows !== undefined && { footerRows }),
  ...(fillShortRows !== undefined && { fillShortRows }),
});

const delimiters = ['\t', ';', '|', ','] as const;
const sampleRows = 1000;

/**
 * Fills in what the config does not say about a table's format, from the beginning of the file. Without `mayQuote`,
 * quotes are ordinary characters.
 */
export const resolveFormat = async (file: string, data: TableOptions, mayQuote = true): Promise<ResolvedFormat> => {
  const { skipLines } = data;
  const read = await readStart(file, data.encoding);
  const start = skipLines === undefined ? read : read.slice(behindLines(read, skipLines, true));
  const comment = data.comment ?? '#';
  const named = skipLines === undefined ? delimiterLine(start)?.delimiter : undefined;
  const delimiter = data.delimiter ?? named ?? guessDelimiter(file, start, comment);
  const commentCells = data.comment === undefined ? guessCommentCells(file, start, delimiter) : data.commentCells;
  const cut = { delimiter, comment, ...(commentCells !== undefined && { commentCells }) };
  // The lines above are cut off, and so is what would be taken for one that names the delimiter.
  const below = skipLines === undefined ? cut : { ...cut, skipLines: 0 };
  const sample = sampleTable(file, start, below, mayQuote && data.quote !== 'none');
  const { rows } = sample;
  const quotes = data.quote === undefined ? sample.quotes : data.quote === '"';
  const header = data.header ?? guessHeader(rows, delimiter);
  const { missingValues = [], decimalMark, timeFormat } = data;
  return {
    ...{ hasCells: true, ...cut, quotes, header, missingValues, ...linesAsked(data) },
    ...(decimalMark && { decimalMark }),
    ...(timeFormat && { timeFormat }),
  };
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
  const inCommas = sampleTable(file, start, { delimiter: ',', comment }).rows;
  if (isOneOfDecimals(inCommas)) return ';';
  let best: { delimiter: TableFormat['delimiter']; share: number } = { delimiter: ',', share: 0 };
  for (const delimiter of delimiters) {
    const { rows } = delimiter === ',' ? { rows: inCommas } : sampleTable(file, start, { delimiter, comment });
    const { width, share } = regularity(rows);
    if (width > 1 && share > best.share) best = { delimiter, share };
  }
  return best.delimiter;
};

/**
 * Whether one name stands above numbers with decimal commas, each of which looks like two cells. Files of decimal commas
 * have semicolons between their cells.
 */
const isOneOfDecimals = ([first = [], ...body]: TableSample['rows']): boolean =>
  first.length === 1 &&
  body.length > 2 &&
  body.every((row) => row.length <= 2 && dissectNumber(row.join(',')) !== undefined) &&
  body.some(({ length }) => length === 2);

/** How many cells a line that begins with `#` has where it is a row; undefined where such lines are comments. */
const guessCommentCells = (file: string, start: string, delimiter: TableFormat['delimiter']): number | undefined => {
  if (!/^#/m.test(start)) return undefined;
  // As if all of them were rows, whatever their cells.
  const { rows } = sampleTable(file, start, { delimiter, comment: '#', commentCells: 0 });
  return commentRowWidth(rows, '#', delimiter);
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

/** Of the beginning of a file, cut at a time: a sample of short rows needs little of it. */
const portionLength = 1 << 15;

/** Where a portion ends that does not cut a CRLF. */
const endOfPortion = (text: string, begin: number): number => {
  const end = Math.min(text.length, begin + portionLength);
  return end < text.length && text[end - 1] === '\r' ? end + 1 : end;
};

const sampleTable = (file: string, start: string, format: Omit<CellFormat, 'quotes'>, mayQuote = true): TableSample => {
  const read = (quotes: boolean): TableSample['rows'] => {
    const rows: (readonly string[])[] = [];
    const reader = new RowReader(file, { ...format, quotes }, (batch) => {
      rows.push(...batch.rows.slice(0, sampleRows - rows.length));
    });
    for (let begin = 0; begin < start.length && rows.length < sampleRows;) {
      const end = endOfPortion(start, begin);
      reader.push(start.slice(begin, end), end === start.length && start.length < sampleLength);
      begin = end;
    }
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
