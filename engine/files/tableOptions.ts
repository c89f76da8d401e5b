import type { TableFormat } from '../config.ts';

/** What is said of how to read a table; the rest is guessed from its file. */
export interface TableOptions extends Partial<TableFormat> {
  /** The pattern of its times, where the file does not tell it. */
  readonly timeFormat?: string | null;
}
