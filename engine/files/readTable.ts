import type { TableFormat } from '../config.ts';
import { InputError } from '../errors.ts';
import { identifyFile, identityKey } from './fileIdentity.ts';
import type { Column } from './column.ts';
import { type ColumnOptions, ColumnReader } from './columnReader.ts';
import { locateCell } from './locateCell.ts';
import { MissingCells } from './missingCells.ts';
import { RowLines } from './rowLines.ts';
import { QuoteError } from './strictRows.ts';
import { type ResolvedFormat, resolveFormat } from './tableFormat.ts';
import { type RowBatch, readRows } from './tableRows.ts';
import { TableStorage } from './tableStorage.ts';

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
 * Reads a CSV or TSV file once, learning the columns' types from all rows; a column whose first thousands of cells are
 * of another type than most of the later ones makes it twice.
 * The same file in the same format is read once, until it changes or another one is read.
 * Throws an `InputError` for what cannot be a table; cells that do not fit their column are listed in the column.
 */
export const readTable = async (file: string, options: TableOptions = {}): Promise<Table> => {
  const identity = await identifyFile(file);
  // What a proposal spells out is the same as what was guessed for it before.
  const format = await resolveFormat(file, options);
  const key = JSON.stringify([file, identityKey(identity), format]);
  if (cached?.key === key) return cached.table;
  const table = readWithFormat(file, Number(identity.size), format, options);
  const entry = { key, table };
  cached = entry;
  table.catch(() => {
    if (cached === entry) cached = undefined;
  });
  return table;
};

const readWithFormat = async (
  file: string,
  bytes: number,
  format: ResolvedFormat,
  options: TableOptions,
): Promise<Table> => {
  try {
    return await readColumns(file, bytes, format);
  } catch (error) {
    // Files of tabs use quotes as ordinary characters as often as not.
    if (!(error instanceof QuoteError && format.delimiter === '\t' && format.quotes)) throw error;
    return readColumns(file, bytes, await resolveFormat(file, options, false));
  }
};

const readColumns = async (file: string, bytes: number, format: ResolvedFormat): Promise<Table> => {
  const first = await readOnce(file, format, []);
  const finished = first.readers.map((reader) => reader.finish());
  const isWhole = (found: (typeof finished)[number]): found is Column => !('again' in found);
  if (finished.every(isWhole)) return { file, bytes, format, columns: finished, ...first.facts };
  const again = finished.map((found) => (isWhole(found) ? undefined : found.again));
  const second = await readOnce(file, format, again);
  const columns = second.readers.map((reader) => reader.finish()).filter(isWhole);
  if (columns.length < finished.length) throw new InputError('changed while it was read; try again', { file });
  return { file, bytes, format, columns, ...second.facts };
};

interface Reading {
  readonly readers: readonly ColumnReader[];
  readonly facts: Pick<Table, 'rows' | 'comments' | 'lineOf'>;
}

/** Reads all columns; `kept[cell]` is what an earlier reading found has to be kept of a column. */
const readOnce = async (
  file: string,
  format: ResolvedFormat,
  kept: readonly ColumnOptions['reading'][],
): Promise<Reading> => {
  const commaToo = format.delimiter === ';';
  const missing = new MissingCells(format.missingValues);
  const lines = new RowLines();
  const storage = new TableStorage();
  let readers: ColumnReader[] | undefined;
  let headerLine = 1;

  const readBatch = (columns: readonly ColumnReader[], batch: RowBatch): void => {
    const ragged = batch.rows.findIndex((cells) => cells.length !== columns.length);
    const rows = ragged < 0 ? batch.rows : batch.rows.slice(0, ragged);
    lines.add(batch, 0);
    for (const [cell, column] of columns.entries()) {
      column.read(rows, (index) => ({
        file,
        ...locateCell(batch.rawOf(index), cell, batch.lineOf(index), format),
      }));
    }
    if (ragged >= 0) throw raggedRow(file, format, columns.length, batch, ragged);
  };

  const { comments } = await readRows(file, format, (batch) => {
    if (readers) {
      readBatch(readers, batch);
      return;
    }
    const names = columnNames(batch.rows[0] ?? [], format.header);
    readers = names.map(
      (name, cell) => new ColumnReader(name, { cell, commaToo, missing, storage, reading: kept[cell] }),
    );
    headerLine = batch.lineOf(0);
    readBatch(readers, format.header ? withoutFirst(batch) : batch);
  });
  if (!readers) throw new InputError('has no rows, only blank lines or comments; add a header and data', { file });
  if (lines.rows === 0) {
    throw new InputError('has a header but no rows under it; add data, or set data.header to false', {
      file,
      line: headerLine,
    });
  }
  return { readers, facts: { rows: lines.rows, comments, lineOf: (row) => lines.lineOf(row) } };
};

const withoutFirst = ({ rows, isRegular, lineOf, rawOf }: RowBatch): RowBatch => ({
  rows: rows.slice(1),
  isRegular,
  lineOf: (index) => lineOf(index + 1),
  rawOf: (index) => rawOf(index + 1),
});

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
  expected: number,
  batch: RowBatch,
  index: number,
): InputError => {
  const width = batch.rows[index]?.length ?? 0;
  const at = locateCell(batch.rawOf(index), Math.min(width, expected), batch.lineOf(index), format);
  const count = (number: number): string => `${number} ${number === 1 ? 'cell' : 'cells'}`;
  const way =
    width < expected ? 'add the missing ones' : 'remove the surplus, or quote cells that contain the delimiter';
  const above = format.header ? 'the header' : 'the first row';
  return new InputError(`the row has ${count(width)}, ${above} has ${count(expected)}; ${way}`, { file, ...at });
};
