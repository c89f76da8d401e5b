import type { TableOptions } from './tableOptions.ts';
import type { TableFormat } from '../config.ts';

/** How to read a file for a model: as the one it was trained on, where it is that; what else there is may be cut otherwise. */
export const formatFor = (
  data: TableFormat & { readonly file: string; readonly timeFormat?: string | null },
  file: string,
): TableOptions => {
  const { comment, missingValues, timeFormat } = data;
  return file === data.file ? data : { comment, missingValues, ...(timeFormat !== undefined && { timeFormat }) };
};
