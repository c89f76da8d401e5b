import type { TableFormat } from '../../config.ts';

/** A first line that names the delimiter, as Excel writes and reads it: `sep=;`. */
export interface DelimiterLine {
  /** Undefined for one by which no table is cut here. */
  readonly delimiter: TableFormat['delimiter'] | undefined;
  /** Characters of the line, with its line break. */
  readonly length: number;
}

const pattern = /^"?sep=([^\r\n"]|\\t)"?[,;\t|]*(?:\r\n|\n|\r)/i;

/** How many characters such a line has at most, so that it is known whether there is one. */
export const longestDelimiterLine = 32;

/** @param start of a file's text */
export const delimiterLine = (start: string): DelimiterLine | undefined => {
  const match = pattern.exec(start.slice(0, longestDelimiterLine));
  if (!match) return undefined;
  const named = match[1] === '\\t' ? '\t' : match[1];
  const delimiter = ([',', ';', '\t', '|'] as const).find((known) => known === named);
  return { delimiter, length: match[0].length };
};
