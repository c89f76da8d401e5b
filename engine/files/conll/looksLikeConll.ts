import { cutTokenLine } from './cutTokenLine.ts';

/** Sentences that a text has to have at least to be taken for tokens. */
const fewSentences = 2;
/** As taggers write them: `B-PER`, `O`, `NOUN`, `NNP$`. */
const tag = /^(?:O|[BIESLU]-\S+|[A-Z]{1,7}\$?|[.,:;'"`()$#-]{1,3})$/;

/**
 * Whether the beginning of a text is tokens in columns beyond doubt: blocks of lines with equally many columns, the last of
 * which, or the fourth of CoNLL-U, holds tags.
 */
export const looksLikeConll = (start: string): boolean => {
  // The last line may be cut.
  const lines = start
    .split('\n')
    .slice(0, -1)
    .map((line) => line.trimEnd());
  let sentences = 0;
  let isInside = false;
  let width = 0;
  for (const line of lines) {
    if (line === '') {
      isInside = false;
      continue;
    }
    if (/^# /.test(line) && !isInside) continue;
    const cells = cutTokenLine(line, line.includes('\t'));
    width ||= cells.length;
    const isNumbered = width === 10 && /^\d/.test(cells[0] ?? '');
    if (width < 2 || cells.length !== width) return false;
    if (!tag.test((isNumbered ? cells[3] : cells.at(-1)) ?? '') && !(isNumbered && cells[3] === '_')) return false;
    if (!isInside) sentences++;
    isInside = true;
  }
  return sentences >= fewSentences;
};
