import { InputError } from '../errors.ts';
import type { Column } from './columns/column.ts';
import type { KnownReading } from './columns/columnReader.ts';
import type { Texts } from './columns/texts.ts';
import { identifyFile, identityKey } from './fileIdentity.ts';
import type { TablePart } from './parts/tableParts.ts';
import { TableBuilder, isWhole } from './tableBuilder.ts';
import type { ResolvedFormat } from './tableFormat.ts';
import type { TableOptions } from './tableOptions.ts';
import type { TableReader } from './tableReader.ts';
import { tableReaderOf } from './tableReaders.ts';
import { storageLimits } from './tableStorage.ts';
import { TextPicker } from './textPicker.ts';

/** A table in memory, column by column; of a large one, what is beyond a limit is in a file. */
export interface Table {
  readonly file: string;
  /** Of the file and those that are read along with it. */
  readonly bytes: number;
  readonly rows: number;
  readonly columns: readonly Column[];
  /** Of a file that has no such format, the one in which its rows are written elsewhere. */
  readonly format: ResolvedFormat;
  /** Whether the file has that format. */
  readonly isDelimited: boolean;
  /** Whether the file holds characters, in one encoding or another. */
  readonly isDecoded: boolean;
  /** Comment lines that were skipped. */
  readonly comments: number;
  /** What else of its lines was left out, a sentence each. */
  readonly notes: readonly string[];
  /**
   * Where sequences are pictures or clips, the shape of one: (rows, columns), also with colours, (frames, rows, columns),
   * or (frames, rows, columns, colours). A row of the table is a row of a picture or a frame.
   */
  readonly pictures?: readonly number[] | undefined;
  /** Of a table of several files: the rows that each of them holds, in order. Lines are those of the row's own file. */
  readonly parts?: readonly TablePart[] | undefined;
  /** The line a data row begins on, from 1. */
  readonly lineOf: (row: number) => number;
  /**
   * The cells of columns as they stand in the file, by their place in a row: those that the columns do not keep are read
   * anew. Throws an `InputError` when the file is another by now.
   */
  readonly readTexts: (columns: readonly Column[]) => Promise<ReadonlyMap<number, Texts>>;
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
): Promise<Table> =>
  readResolved(await resolveTable(file, options, await tableReaderOf(file, options.encoding)), limit);

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
  let bytes = 0;
  for (const path of [file, ...((await reader.filesBeside?.(file)) ?? [])]) {
    bytes += Number((await identifyFile(path)).size);
  }
  const identity = await identifyFile(file);
  const readTexts: Table['readTexts'] = async (columns) => {
    const kept = columns.flatMap(({ cell, texts }): [number, Texts][] => (texts ? [[cell, texts]] : []));
    const others = columns.filter(({ texts }) => !texts).map(({ cell }) => cell);
    if (others.length === 0 || reader.holdsNumbers) return new Map(kept);
    const picker = new TextPicker(others, limit);
    await reader.read(file, format, picker);
    if (identityKey(await identifyFile(file)) !== identityKey(identity)) {
      throw new InputError('changed after it was read; try again', { file });
    }
    return new Map([...kept, ...picker.finish()]);
  };
  const read = async (kept: readonly (KnownReading | undefined)[]) => {
    const builder = new TableBuilder(format, limit, kept);
    const { comments, notes = [], pictures, parts } = await reader.read(file, format, builder);
    const finished = builder.finish();
    const { rows, lineOf, bytesInMemory } = builder;
    const tableOf = (columns: readonly Column[]): Table => ({
      file,
      bytes,
      rows,
      columns,
      format,
      isDelimited: reader.isDelimited,
      isDecoded: !reader.holdsNumbers && !pictures,
      comments,
      notes,
      pictures,
      parts,
      lineOf,
      readTexts,
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
