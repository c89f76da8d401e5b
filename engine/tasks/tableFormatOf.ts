import type { Config } from '../config.ts';
import type { TableOptions } from '../files/tableOptions.ts';

/** What a config says of how a table is read; its schema has checked it. */
export const tableFormatOf = ({ data }: Config): TableOptions => (data ?? {}) as TableOptions;
