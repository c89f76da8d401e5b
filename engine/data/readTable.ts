import { stat } from 'node:fs/promises';
import type { TableFormat } from '../config.ts';
import { InputError } from '../errors.ts';
import type { Column } from './column.ts';
import { fillColumn } from './columnFill.ts';
import { ColumnSurvey } from './columnSurvey.ts';
import { cannotOpen } from './decodedChunks.ts';
import { type ResolvedFormat, resolveFormat } from './tableFormat.ts';
import { QuoteError, type RowPlace, locateCell, readRows } from './tableRows.ts';

/** A table in memory, column by column. */
export interface Table {
  readonly file: string;
  readonly bytes: number;
  readonly rows: number;
  readonly columns: readonly Column[];
  readonly format: ResolvedFormat;
  /** Comment lines that were skipped. */
  readonly comments: number;
  /** The line a data row begins on, from 1. */
  readonly lineOf: (row: number) => number;
}

type TableOptions = Partial<TableFormat>;

/** The last table read: inspecting, proposing and training read the same file one after the other. */
let cached: { readonly key: string; readonly table: Promise<Table> } | undefined;

/** Forgets the table that is kept for the next reader. */
export const dropTable = (): void => {
  cached = undefined;
};

/**
 * Reads a CSV or TSV file, twice: first to learn the columns' types from all rows, then into arrays of these types.
 * The same file in the same format is read once, until it changes or another one is read.
 * Throws an `InputError` for what cannot be a table; cells that do not fit their column are listed in the column.
 */
export const readTable = async (file: string, options: TableOptions = {}): Promise<Table> => {
  const stats = await stat(file).catch((error: unknown) => {
    throw cannotOpen(file, error);
  });
  // What a proposal spells out is the same as what was guessed for it before.
  const format = await resolveFormat(file, options);
  const key = JSON.stringify([file, stats.mtimeMs, stats.size, format]);
  if (cached?.key === key) return cached.table;
  const table = readWithFormat(file, stats.size, format);
  const entry = { key, table };
  cached = entry;
  table.catch(() => {
    if (cached === entry) cached = undefined;
  });
  return table;
};

const readWithFormat = async (file: string, bytes: number, format: ResolvedFormat): Promise<Table> => {
  try {
    return await readColumns(file, bytes, format);
  } catch (error) {
    // Files of tabs use quotes as ordinary characters as often as not.
    if (!(error instanceof QuoteError && format.delimiter === '\t' && format.quotes)) throw error;
    return readColumns(file, bytes, { ...format, quotes: false });
  }
};

const readColumns = async (file: string, bytes: number, format: ResolvedFormat): Promise<Table> => {
  const { surveys, comments, lines } = await surveyColumns(file, format);
  const commaToo = format.delimiter === ';';
  const fills = surveys.map((survey, cell) => fillColumn(survey, cell, survey.conclude(), commaToo));
  const isMissing = missingTest(format.missingValues);
  const rowLines = lines.isRegular ? undefined : new Int32Array(lines.rows);
  let row = format.header ? -1 : 0;
  await readRows(file, format, (cells, { line }) => {
    if (row >= 0) {
      if (rowLines) rowLines[row] = line;
      for (let cell = 0; cell < fills.length; cell++) {
        const text = cells[cell] ?? '';
        if (!isMissing(text)) fills[cell]?.put(row, text);
      }
    }
    row++;
  });
  if (row !== lines.rows) throw new InputError('changed while it was read; try again', { file });
  return {
    file,
    bytes,
    rows: lines.rows,
    columns: fills.map((fill) => fill.finish()),
    format,
    comments,
    lineOf: (at) => rowLines?.[at] ?? lines.first + at,
  };
};

interface RowLines {
  rows: number;
  first: number;
  /** Whether every row is one line, with nothing between. */
  isRegular: boolean;
}

const surveyColumns = async (
  file: string,
  format: ResolvedFormat,
): Promise<{ surveys: ColumnSurvey[]; comments: number; lines: RowLines }> => {
  const commaToo = format.delimiter === ';';
  const isMissing = missingTest(format.missingValues);
  const lines: RowLines = { rows: 0, first: 0, isRegular: true };
  let surveys: ColumnSurvey[] | undefined;
  let headerLine = 1;

  const surveyRow = (columns: readonly ColumnSurvey[], cells: readonly string[], place: RowPlace): void => {
    if (cells.length !== columns.length) throw raggedRow(file, format, cells, columns.length, place);
    if (lines.rows === 0) lines.first = place.line;
    else if (place.line !== lines.first + lines.rows) lines.isRegular = false;
    lines.rows++;
    for (let cell = 0; cell < columns.length; cell++) {
      const text = cells[cell] ?? '';
      const survey = columns[cell];
      if (isMissing(text)) survey?.addMissing();
      else survey?.add(text, () => ({ file, ...locateCell(place.raw(), cell, place.line, format) }));
    }
  };

  const { comments } = await readRows(file, format, (cells, place) => {
    if (surveys) surveyRow(surveys, cells, place);
    else {
      surveys = columnNames(cells, format.header).map((name) => new ColumnSurvey(name, commaToo));
      headerLine = place.line;
      if (!format.header) surveyRow(surveys, cells, place);
    }
  });
  if (!surveys) throw new InputError('has no rows, only blank lines or comments; add a header and data', { file });
  if (lines.rows === 0) {
    throw new InputError('has a header but no rows under it; add data, or set data.header to false', {
      file,
      line: headerLine,
    });
  }
  return { surveys, comments, lines };
};

const missingTest = (missingValues: readonly string[]): ((text: string) => boolean) => {
  const words = new Set(missingValues);
  return (text) => {
    if (text === '') return true;
    if (text.charCodeAt(0) <= 32 && text.trim() === '') return true;
    return words.size > 0 && (words.has(text) || words.has(text.trim()));
  };
};

/** Names are unique and never empty, so that a config can name every column. */
const columnNames = (cells: readonly string[], header: boolean): string[] => {
  const names: string[] = [];
  for (const [index, cell] of cells.entries()) {
    const wanted = (header && cell.trim()) || `column${index + 1}`;
    let name = wanted;
    for (let count = 2; names.includes(name); count++) name = `${wanted} (${count})`;
    names.push(name);
  }
  return names;
};

const raggedRow = (
  file: string,
  format: ResolvedFormat,
  cells: readonly string[],
  expected: number,
  place: RowPlace,
): InputError => {
  const at = locateCell(place.raw(), Math.min(cells.length, expected), place.line, format);
  const count = (number: number): string => `${number} ${number === 1 ? 'cell' : 'cells'}`;
  const way =
    cells.length < expected ? 'add the missing ones' : 'remove the surplus, or quote cells that contain the delimiter';
  const above = format.header ? 'the header' : 'the first row';
  return new InputError(`the row has ${count(cells.length)}, ${above} has ${count(expected)}; ${way}`, { file, ...at });
};
