/** What of a document is looked at. */
interface Lines {
  readonly lineCount: number;
  lineAt(line: number): { readonly text: string; readonly isEmptyOrWhitespace: boolean };
}

/**
 * The line, from 0, that the last row of a table ends on: notes and totals may stand below it.
 * @param begin the line, from 1, that it begins on, where that is known
 */
export const lastRowLine = (document: Lines, begin: number | undefined): number => {
  let last = document.lineCount - 1;
  while (last > 0 && document.lineAt(last).isEmptyOrWhitespace) last -= 1;
  if (begin === undefined) return last;
  let isQuoted = false;
  for (let line = begin - 1; line < last; line += 1) {
    const quotes = document.lineAt(line).text.split('"').length - 1;
    if (quotes % 2 === 1) isQuoted = !isQuoted;
    if (!isQuoted) return line;
  }
  return last;
};
