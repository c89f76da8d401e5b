import { isMissingWord } from '../columns/writing/missingWords.ts';
import { isAmount } from '../guessHeader.ts';
import { looksLikeTime } from '../times/timeParser.ts';
import { holdsValues } from './commentRows.ts';

type Row = readonly string[];

/** Longer ones are looked at no further. */
export const longestFooter = 10;

const totals =
  /^(?:(?:grand|sub)[ -]?)?(?:totals?|sum|average|avg|mean|count|summe|gesamt|insgesamt|mittelwert|durchschnitt|totale|somme|moyenne|suma|promedio|media|soma|totaal|gemiddelde|\u0438\u0442\u043e\u0433\u043e|\u5408\u8a08|\u603b\u8ba1)(?: .*)?:?$/i;

/** What begins a sentence about the table rather than the name of a row. */
const notes =
  /^(?:\*+|\u2020|(?:notes?|sources?|remarks?|quellen?|anmerkung(?:en)?|hinweis|fuente|nota|fonte|bron|\u6ce8|\u51fa\u5178|\u6765\u6e90)\s*[:\uff1a])/i;

/**
 * How many of the last rows of a table are none: totals and notes below it, and what is blank between.
 * @param sample rows from the beginning of the table, which tell what its columns hold
 */
export const footerLength = (
  rows: readonly Row[],
  sample: readonly Row[],
  width: number,
  delimiter: string,
): number => {
  if (width < 2 || sample.length < 3) return 0;
  const values = Array.from({ length: width }, (_, cell) => holdsValues(sample, cell, delimiter));
  const hasTimes = values.some(
    (isOfValues, cell) => isOfValues && sample.some((row) => looksLikeTime(row[cell] ?? '')),
  );
  const isText = (cell: string): boolean => !isAmount(cell, delimiter) && !isMissingWord(cell);
  const isFooter = (row: Row): boolean => {
    const [first, ...others] = row.flatMap((text, at) => (text.trim() === '' ? [] : [{ text: text.trim(), at }]));
    if (!first || !isText(first.text)) return false;
    const isStrange = values[first.at] ?? false;
    if (totals.test(first.text)) {
      // Of a short table, the sample holds the row itself.
      return isStrange || !sample.some((known) => known !== row && known[first.at]?.trim() === first.text);
    }
    return others.length === 0 && (isStrange || row.length < width || notes.test(first.text));
  };
  const isBlank = (row: Row): boolean => row.every((cell) => cell.trim() === '');
  let length = 0;
  for (let back = 1; back <= Math.min(longestFooter, rows.length); back++) {
    const row = rows[rows.length - back] ?? [];
    if (isFooter(row)) length = back;
    // What is blank belongs to a note further up, or is nothing where every row has a time.
    else if (!isBlank(row)) break;
    else if (hasTimes) length = back;
  }
  return length;
};
