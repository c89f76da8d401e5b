import type { Encoding, TableFormat } from '../config.ts';
import type { TableOptions } from './tableOptions.ts';

/** How the characters of a file are read for a model: as those of the one it was trained on, where it is that. */
export const encodingFor = (
  { file, encoding }: { readonly file: string; readonly encoding?: Encoding | undefined },
  path: string,
): Encoding | undefined => (path === file ? encoding : undefined);

/** How to read a file for a model: as the one it was trained on, where it is that; what else there is may be cut otherwise. */
export const formatFor = (
  data: TableFormat & { readonly file: string; readonly timeFormat?: string | null },
  file: string,
): TableOptions => {
  if (file === data.file) return data;
  const { comment, missingValues, decimalMark, fillShortRows, timeFormat } = data;
  // What begins with the usual character is looked into anew: it may be a row.
  return {
    ...(comment !== '#' && { comment }),
    missingValues,
    ...(decimalMark !== undefined && { decimalMark }),
    ...(fillShortRows !== undefined && { fillShortRows }),
    ...(timeFormat !== undefined && { timeFormat }),
  };
};
