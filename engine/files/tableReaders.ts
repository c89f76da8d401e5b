import { extname } from 'node:path';
import { delimited } from './rows/delimited.ts';
import { jsonLines } from './jsonLines.ts';
import { readStart } from './readStart.ts';
import type { TableReader } from './tableReader.ts';

/** All of them; one further up is asked first what a file is. */
export const tableReaders: readonly TableReader[] = [jsonLines, delimited];

/** The reader of a file that is a table by its name, or whose beginning is one beyond doubt; undefined for other texts. */
export const findTableReader = async (file: string): Promise<TableReader | undefined> => {
  const extension = extname(file).toLowerCase();
  const named = tableReaders.find(({ extensions }) => extensions.includes(extension));
  if (named) return named;
  const possible = tableReaders.filter(({ possibleExtensions }) => possibleExtensions.includes(extension));
  if (possible.length === 0) return undefined;
  const start = await readStart(file);
  return possible.find((reader) => reader.recognise(file, start));
};

/** Of a file that is to be a table and does not look like one. */
export const usualReader: TableReader = delimited;

/** The reader of a file that is to be a table. */
export const tableReaderOf = async (file: string): Promise<TableReader> => (await findTableReader(file)) ?? usualReader;
