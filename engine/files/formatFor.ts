import type { Encoding, TableFormat } from '../config.ts';
import { isUnicode } from './decoding/isUnicode.ts';
import type { TableOptions } from './tableOptions.ts';

/** What a config says of the file that a model was trained on. */
interface LearnedFile {
  readonly file: string;
  readonly encoding?: Encoding | undefined;
}

/**
 * How the characters of a file are read for a model: as those of the one it was trained on, where it is that, or another
 * one that is not UTF-8 either. Nothing where it is to be found out.
 */
export const encodingFor = async ({ file, encoding }: LearnedFile, path: string): Promise<Encoding | undefined> =>
  encoding === undefined || path === file || !(await isUnicode(path)) ? encoding : undefined;

/** How to read a file for a model: as the one it was trained on, where it is that; what else there is may be cut otherwise. */
export const formatFor = async (
  data: TableFormat & LearnedFile & { readonly timeFormat?: string | null },
  file: string,
): Promise<TableOptions> => {
  if (file === data.file) return data;
  const { comment, missingValues, decimalMark, fillShortRows, timeFormat } = data;
  const encoding = await encodingFor(data, file);
  // What begins with the usual character is looked into anew: it may be a row.
  return {
    ...(comment !== '#' && { comment }),
    missingValues,
    ...(decimalMark !== undefined && { decimalMark }),
    ...(fillShortRows !== undefined && { fillShortRows }),
    ...(timeFormat !== undefined && { timeFormat }),
    ...(encoding !== undefined && { encoding }),
  };
};
