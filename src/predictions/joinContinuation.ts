/**
 * What a model writes on, as it stands behind the text that was there: words begin with the space before them, which may
 * be there already.
 */
export const joinContinuation = (before: string, written: string): string =>
  / $/.test(before) && written.startsWith(' ') ? written.slice(1) : written;

/** As much of it as is offered while one types: the rest of the line, of a line that has ended the next; '' for blanks. */
export const firstLineOf = (written: string): string => {
  const [line = ''] = /^\n?[^\n]*/.exec(written) ?? [];
  return line.trim() === '' ? '' : line.trimEnd();
};
