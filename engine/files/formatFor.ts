import type { TableFormat } from '../config.ts';

/** How to cut `file` into cells, by a config made for another file perhaps, which may be cut in another way. */
export const formatFor = (data: TableFormat & { readonly file: string }, file: string): Partial<TableFormat> => {
  if (file === data.file) return data;
  const { comment, missingValues, decimalMark } = data;
  // What begins with the usual character is looked into anew: it may be a row.
  return {
    ...(comment !== '#' && { comment }),
    missingValues,
    ...(decimalMark !== undefined && { decimalMark }),
  };
};
