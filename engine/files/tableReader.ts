import type { TablePart } from './parts/tableParts.ts';
import type { TableOptions } from './tableOptions.ts';
import type { TableSink } from './tableSink.ts';
import type { ResolvedFormat } from './tableFormat.ts';

/** What is to be said of the lines of a file besides its rows. */
export interface ReadLines {
  /** How many were comments. */
  readonly comments: number;
  /** What else was left out, a sentence each. */
  readonly notes?: readonly string[];
  /** See `Table`. */
  readonly pictures?: readonly number[];
  /** See `Table`. */
  readonly parts?: readonly TablePart[];
}

/** A way to write tables to files. Each has a file of its own; `tableReaders.ts` is the only list of them. */
export interface TableReader {
  /** Of names of files that are such tables, where no extension tells. */
  readonly names?: RegExp;
  /** The same where it takes more than a name to tell. */
  isNamed?(file: string): Promise<boolean>;
  /** Of files that are read as tables whatever is in them, as `.csv`. */
  readonly extensions: readonly string[];
  /** Of texts that may be such a table, as `.txt`, and are looked into. */
  readonly possibleExtensions: readonly string[];
  /** Whether a delimiter cuts its lines into cells, and the first may be a header. */
  readonly isDelimited: boolean;
  /** Whether its cells are numbers in binary, and no texts. */
  readonly holdsNumbers?: boolean;
  /** Whether such a text is a table beyond doubt, from its beginning. */
  recognise(file: string, start: string): boolean;
  /** Fills in what a config does not say about the format. Throws an `InputError` for a file that cannot be read. */
  resolve(file: string, options: TableOptions): Promise<ResolvedFormat>;
  /** Adds all columns and rows. Throws an `InputError` for what is no table. */
  read(file: string, format: ResolvedFormat, table: TableSink): Promise<ReadLines>;
  /** Paths of other files that are read along with this one, as labels of images are. */
  filesBeside?(file: string): Promise<readonly string[]>;
  /** The format to begin anew with, where reading in this one ended with an error that another would not meet. */
  formatAfter?(
    error: unknown,
    file: string,
    format: ResolvedFormat,
    options: TableOptions,
  ): Promise<ResolvedFormat> | undefined;
}
