import { dissectNumber } from './columns/writing/dissectNumber.ts';
import { isMissingWord } from './columns/writing/missingWords.ts';
import { parseNumber } from './columns/parseNumber.ts';
import { isPairName } from './pairNames.ts';
import { looksLikeTime } from './times/timeParser.ts';

type Rows = readonly (readonly string[])[];

/** Fewer tell nothing of what comes back. */
const fewRows = 5;
/** Share of the cells below a word that must be numbers or times for it to be their name. */
const typeShare = 0.9;

/**
 * A first row is a header unless a cell of it is a number or a time, or all its cells come back further down, or it looks
 * like one pair of texts among others. With numbers in it, it is one where a word stands above numbers, or where its
 * numbers count the columns or are years in order.
 */
export const guessHeader = (rows: Rows, delimiter: string): boolean => {
  const [first = [], ...body] = rows;
  const isValue = (cell: string): boolean => isNumeric(cell, delimiter);
  if (first.some(isValue)) return standsAbove(first, body, isValue) || countsColumns(first, body);
  // Numbers with a unit, above others.
  if (first.some((cell, at) => dissectNumber(cell) !== undefined && mostAre(body, at, isWritten))) return false;
  if (delimiter === '\t' && first.length === 2 && holdPairs(body, delimiter)) {
    return first.some(isPairName) || (first.every(isWord) && first.every((_, cell) => holdsSentences(body, cell)));
  }
  const comesBack = (cell: string, index: number): boolean => body.some((row) => row[index] === cell);
  const named = first.map((cell, index) => ({ cell, index })).filter(({ cell }) => cell.trim() !== '');
  return !(body.length > 0 && named.some(({ cell, index }) => comesBack(cell, index)));
};

/** Whether a cell is a time, or a number in anybody's writing. */
export const isAmount = (cell: string, delimiter: string): boolean => isNumeric(cell, delimiter) || isWritten(cell);

export const isNumeric = (cell: string, delimiter: string): boolean =>
  !Number.isNaN(parseNumber(cell, delimiter === ';')) || looksLikeTime(cell);

const isWritten = (cell: string): boolean => dissectNumber(cell) !== undefined;

/** Whether most cells of a column that have a value are like this. */
const mostAre = (rows: Rows, column: number, isLike: (cell: string) => boolean): boolean => {
  const cells = rows.map((row) => row[column] ?? '').filter((cell) => cell.trim() !== '' && !isMissingWord(cell));
  return cells.length > 1 && cells.filter(isLike).length >= typeShare * cells.length;
};

/** A word above a column of nothing but numbers or times. */
const standsAbove = (first: readonly string[], body: Rows, isValue: (cell: string) => boolean): boolean =>
  first.some(
    (cell, at) =>
      cell.trim() !== '' && !isValue(cell) && !isMissingWord(cell) && !isWritten(cell) && mostAre(body, at, isValue),
  );

/** 0, 1, 2 … as programs name columns that have no name, or years in order. */
const countsColumns = (first: readonly string[], body: Rows): boolean => {
  const numbers = first.flatMap((cell, at) => (/^\d+$/.test(cell.trim()) ? [{ at, value: Number(cell) }] : []));
  const words = first.length - numbers.length;
  const isRun = (row: readonly string[]): boolean =>
    numbers.every(({ at }, index) => index === 0 || Number(row[at]) - Number(row[numbers[index - 1]?.at ?? 0]) === 1);
  const [start] = numbers;
  if (!start || numbers.length < 2 || words > 1 || !isRun(first) || body.length === 0) return false;
  if (body.slice(0, fewRows).some(isRun)) return false;
  const isYear = (cell: string): boolean => /^(?:19|20|21)\d\d$/.test(cell.trim());
  if (isYear(first[start.at] ?? '')) return !numbers.some(({ at }) => mostAre(body, at, isYear));
  const isCounted = start.value <= 1 && numbers.length >= 3;
  return (
    isCounted &&
    (numbers.length > 3 || numbers.some(({ at }) => !mostAre(body, at, (cell) => /^\d+$/.test(cell.trim()))))
  );
};

/** Two columns of texts that hardly ever come back: there is no name to tell by what is one. */
const holdPairs = (rows: Rows, delimiter: string): boolean =>
  rows.length >= fewRows &&
  [0, 1].every((cell) => {
    const texts = rows.map((row) => row[cell] ?? '').filter((text) => text.trim() !== '');
    return new Set(texts).size * 2 > texts.length && texts.every((text) => !isAmount(text, delimiter));
  });

const isWord = (cell: string): boolean => /^[\p{L}_]+$/u.test(cell.trim());

/** Single words above them are names. */
const holdsSentences = (rows: Rows, cell: number): boolean =>
  2 * rows.filter((row) => /\S\s+\S/.test(row[cell] ?? '')).length > rows.length;
