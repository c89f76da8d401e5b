import type { Config, TableFormat } from '../config.ts';

/** What a config says of how a table is cut into cells; its schema has checked it. */
export const tableFormatOf = ({ data }: Config): Partial<TableFormat> => (data ?? {}) as Partial<TableFormat>;
