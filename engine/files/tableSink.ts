import type { TableBuilder } from './tableBuilder.ts';

/** Who takes the columns and rows of a file from its reader. */
export type TableSink = Pick<TableBuilder, 'width' | 'rows' | 'addColumn' | 'addNumbers' | 'addRows'>;
