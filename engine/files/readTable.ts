import { InputError } from '../errors.ts';
import type { Column } from './columns/column.ts';
import type { ColumnOptions } from './columns/columnReader.ts';
import { identifyFile } from './fileIdentity.ts';
import { TableBuilder, isWhole } from './tableBuilder.ts';
import type { ResolvedFormat } from './tableFormat.ts';
import type { TableOptions } from './tableOptions.ts';
import type { TableReader } from './tableReader.ts';
import { tableReaderOf } from './tableReaders.ts';
import { storageLimits } from './tableStorage.ts';

/** A table in memory, column by column; of a large one, what is beyond a limit is in a file. */
export interface Table {
  readonly file: string;
  readonly bytes: number;
  readonly rows: number;
  readonly columns: readonly Column[];
  /** Of a file that has no such format, the one in which its rows are written elsewhere. */
  readonly format: ResolvedFormat;
  /** Whether the file has that format. */
  readonly isDelimited: boolean;
  /** Comment lines that were skipped. */
  readonly comments: number;
  /** What else of its lines was left out, a sentence each. */
  readonly notes: readonly string[];
  /** The line a data row begins on, from 1. */
  readonly lineOf: (row: number) => number;
  readonly bytesInMemory: number;
  /** Whether its rows are those of the file from the last to the first. */
  readonly isReversed?: boolean;
}

/** A table's file, and how it is to be read. */
export interface ResolvedTable {
  readonly file: string;
  readonly reader: TableReader;
  readonly options: TableOptions;
  readonly format: ResolvedFormat;
}

/** Finds out how a table is written, from the beginning of its file. Throws an `InputError` for what cannot be read. */
export const resolveTable = async (
  file: string,
  options: TableOptions,
  reader: TableReader,
): Promise<ResolvedTable> => ({ file, reader, options, format: await reader.resolve(file, options) });

/**
 * Reads a file of a table once, learning the columns' types from all rows; a column whose first thousands of cells are
 * of another type than most of the later ones makes it twice.
 * Throws an `InputError` for what cannot be a table; cells that do not fit their column are listed in the column.
 * @param limit bytes of the columns that are kept in memory
 */
export const readTable = async (
  file: string,
  options: TableOptions = {},
  limit: number = storageLimits.table,
): Promise<Table> => readResolved(await resolveTable(file, options, await tableReaderOf(file)), limit);

/** As `readTable`. */
export const readResolved = async ({ file, reader, options, format }: ResolvedTable, limit: number): Promise<Table> => {
  try {
    return await readColumns(file, reader, format, limit);
  } catch (error) {
    const other = await reader.formatAfter?.(error, file, format, options);
    if (!other) throw error;
    return readColumns(file, reader, other, limit);
  }
};

const readColumns = async (
  file: string,
  reader: TableReader,
  format: ResolvedFormat,
  limit: number,
): Promise<Table> => {
  const { size } = await identifyFile(file);
  const read = async (kept: readonly ColumnOptions['reading'][]) => {
    const builder = new TableBuilder(format, limit, kept);
    const { comments, notes = [] } = await reader.read(file, format, builder);
    const finished = builder.finish();
    const { rows, lineOf, bytesInMemory } = builder;
    const tableOf = (columns: readonly Column[]): Table => ({
      file,
      bytes: Number(size),
      rows,
      columns,
      format,
      isDelimited: reader.isDelimited,
      comments,
      notes,
      lineOf,
      bytesInMemory,
    });
    return { finished, tableOf };
  };
  const first = await read([]);
  if (first.finished.every(isWhole)) return first.tableOf(first.finished);
  const second = await read(first.finished.map((found) => (isWhole(found) ? undefined : found.again)));
  if (second.finished.every(isWhole)) return second.tableOf(second.finished);
  throw new InputError('changed while it was read; try again', { file });
};
