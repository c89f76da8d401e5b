import type { CellFormat } from './tableRows.ts';

/**
 * Line and column, from 1, at which cell `index` of a raw row begins: the opening quote, if it has one. For a cell
 * beyond the last one, where it would have to stand.
 */
export const locateCell = (
  raw: string,
  index: number,
  firstLine: number,
  { delimiter, quotes }: CellFormat,
): { line: number; column: number } => {
  const text = raw.replace(/[\r\n]+$/, '');
  let line = firstLine;
  let lineStart = 0;
  let cell = 0;
  let isQuoted = false;
  let isStart = true;
  let at = 0;
  for (; at < text.length && cell < index; at++) {
    const character = text.charAt(at);
    if (isQuoted && character === '"' && text.charAt(at + 1) === '"') at++;
    else if (quotes && character === '"' && (isQuoted || isStart)) isQuoted = !isQuoted;
    else if (character === '\n') {
      line++;
      lineStart = at + 1;
    } else if (character === delimiter && !isQuoted) {
      cell++;
      isStart = true;
      continue;
    }
    isStart = false;
  }
  return { line, column: at - lineStart + 1 };
};
