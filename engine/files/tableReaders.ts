import { basename, extname } from 'node:path';
import type { Encoding } from '../config.ts';
import { idxFile } from './arrays/idxFile.ts';
import { npyFile } from './arrays/npyFile.ts';
import { npzFile } from './arrays/npzFile.ts';
import { delimited } from './rows/delimited.ts';
import { holdsPictures, isFolder } from './pictures/listPictures.ts';
import { pictureFolder } from './pictures/pictureFolder.ts';
import { conll } from './conll/conll.ts';
import { jsonTokens } from './conll/jsonTokens.ts';
import { jsonLines } from './jsonLines.ts';
import { readStart } from './decoding/readStart.ts';
import { isNamedAsSide, parallelTexts } from './parallelTexts.ts';
import { jsonSequences } from './sequences/jsonSequences.ts';
import { timeSeriesFile } from './sequences/timeSeriesFile.ts';
import type { TableReader } from './tableReader.ts';

/** All of them; one further up is asked first what a file is. */
export const tableReaders: readonly TableReader[] = [
  pictureFolder,
  idxFile,
  npyFile,
  npzFile,
  parallelTexts,
  jsonSequences,
  jsonTokens,
  timeSeriesFile,
  jsonLines,
  conll,
  delimited,
];

/**
 * The reader of a file whose beginning is a table of one kind beyond doubt, or that is a table by its name; undefined for
 * other texts. `encoding` is how its characters are written, where that is not to be found out.
 */
export const findTableReader = async (file: string, encoding?: Encoding): Promise<TableReader | undefined> => {
  if (await isFolder(file)) return (await holdsPictures(file)) ? pictureFolder : undefined;
  const called = await findCalled(file);
  if (called) return called;
  const extension = extname(file).toLowerCase();
  const possible = tableReaders.filter(({ possibleExtensions }) => possibleExtensions.includes(extension));
  const named = tableReaders.find(({ extensions }) => extensions.includes(extension));
  if (possible.length === 0) return named;
  const start = await readStart(file, encoding).catch((error: unknown) => {
    // What is wrong with it, who reads it says.
    if (named) return '';
    throw error;
  });
  return possible.find((reader) => reader.recognise(file, start)) ?? named;
};

/** The reader that a file's name calls for, whatever its extension. */
const findCalled = async (file: string): Promise<TableReader | undefined> => {
  for (const reader of tableReaders) {
    if (reader.names?.test(basename(file)) || (await reader.isNamed?.(file))) return reader;
  }
  return undefined;
};

/** Paths of the files that are read along with a data file: where there are such, its name alone says how it is read. */
export const findFilesBeside = async (file: string): Promise<readonly string[]> => {
  const extension = extname(file).toLowerCase();
  const reader =
    (await findCalled(file)) ??
    tableReaders.find(({ names, extensions }) => names === undefined && extensions.includes(extension));
  return (await reader?.filesBeside?.(file)) ?? [];
};

/** Of a file that is to be a table and does not look like one. */
export const usualReaderOf = (file: string): TableReader => (isNamedAsSide(file) ? parallelTexts : delimited);

/** The reader of a file that is to be a table. */
export const tableReaderOf = async (file: string, encoding?: Encoding): Promise<TableReader> =>
  (await findTableReader(file, encoding)) ?? usualReaderOf(file);
