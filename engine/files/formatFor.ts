import type { TableFormat } from '../config.ts';

/** How to cut `file` into cells, by a config made for another file perhaps, which may be cut in another way. */
export const formatFor = (data: TableFormat & { readonly file: string }, file: string): Partial<TableFormat> =>
  file === data.file ? data : { comment: data.comment, missingValues: data.missingValues };
