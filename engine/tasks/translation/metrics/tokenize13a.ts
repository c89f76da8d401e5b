import { splitAtSpaces, withoutSpacesAtEnd } from './pythonSpaces.ts';

/** Marks of ASCII but the apostrophe, the comma, the full stop and the dash. */
const marks = /([{-~[-` -&(-+:-@/])/g;
const afterNoDigit = /([^0-9])([.,])/gu;
const beforeNoDigit = /([.,])([^0-9])/gu;
const dashAfterDigit = /([0-9])(-)/g;

/** The tokens of a segment by the rules of mteval-v13a, as sacreBLEU's tokenizer `13a` has them. */
export const tokenize13a = (segment: string): string[] => {
  const line = withoutSpacesAtEnd(segment)
    .replaceAll('<skipped>', '')
    .replaceAll('-\n', '')
    .replaceAll('\n', ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>');
  return splitAtSpaces(
    ` ${line} `
      .replace(marks, ' $1 ')
      .replace(afterNoDigit, '$1 $2 ')
      .replace(beforeNoDigit, ' $1 $2')
      .replace(dashAfterDigit, '$1 $2 '),
  );
};
