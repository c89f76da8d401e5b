/** Where a cell stands in the text of its row: `[start, end)`, quotes included. */
export interface CellRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds cell `index` (from 0) of the row that begins at the start of `text`; text after the row is ignored. A quoted
 * cell may hold delimiters, doubled quotes and line breaks. Undefined when the row has fewer cells.
 */
export const findCell = (text: string, index: number, delimiter: string): CellRange | undefined => {
  let start = 0;
  for (let cell = 0; ; cell += 1) {
    const end = endOfCell(text, start, (character) => character === delimiter);
    if (cell === index) return { start, end };
    if (text[end] !== delimiter) return undefined;
    start = end + 1;
  }
};

/** Where the cell that begins at `start` ends, whatever the delimiter. */
export const cellEnd = (text: string, start: number): number =>
  endOfCell(text, start, (character) => ',;\t|'.includes(character));

/** `value` as a cell: quoted when it must be. */
export const quoteCell = (value: string, delimiter: string): string =>
  value.includes(delimiter) || /["\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

const endOfCell = (text: string, start: number, isDelimiter: (character: string) => boolean): number => {
  let end = start;
  if (text[start] === '"') {
    end += 1;
    while (end < text.length && (text[end] !== '"' || text[end + 1] === '"')) end += text[end] === '"' ? 2 : 1;
    end = Math.min(end + 1, text.length);
  }
  for (; end < text.length; end += 1) {
    const character = text.charAt(end);
    if (isDelimiter(character) || character === '\n' || character === '\r') break;
  }
  return end;
};
