import { isMissingWord } from '../columns/writing/missingWords.ts';
import { guessHeader, isAmount } from '../guessHeader.ts';

type Row = readonly string[];

const typeShare = 0.9;

/**
 * How many cells a line that begins with `comment` has where it is a row, or the header: as many as all other rows, with
 * numbers and times where they have some. Undefined where such lines are comments, also if only some of them are.
 * @param rows the beginning of a table, all lines taken for rows
 */
export const commentRowWidth = (rows: readonly Row[], comment: string, delimiter: string): number | undefined => {
  const isMarked = (row: Row): boolean => row[0]?.startsWith(comment) === true;
  const others = rows.filter((row) => !isMarked(row));
  const width = commonestWidth(others.length > 0 ? others : rows);
  // A single cell may be anything.
  if (width < 2) return undefined;
  const alike = rows.filter((row) => isMarked(row) && row.length === width);
  // The first of the others may be the header.
  const body = others.length > 2 ? others.slice(1) : others;
  const types = Array.from({ length: width }, (_, cell) => holdsValues(body, cell, delimiter));
  const fits = (row: Row): boolean =>
    row.every((cell, at) => !types[at] || cell.trim() === '' || isMissingWord(cell) || isAmount(cell, delimiter));
  const first = rows.find((row) => row.length === width);
  const isHeader = (row: Row): boolean =>
    row === first && guessHeader([row, ...others], delimiter) && !guessHeader(others, delimiter);
  return alike.length > 0 && alike.every((row) => fits(row) || isHeader(row)) ? width : undefined;
};

/** Whether nearly all of a column's cells that have a value are numbers, in whatever writing, or times. */
export const holdsValues = (rows: readonly Row[], cell: number, delimiter: string): boolean => {
  const cells = rows.map((row) => row[cell] ?? '').filter((text) => text.trim() !== '' && !isMissingWord(text));
  return cells.length > 0 && cells.filter((text) => isAmount(text, delimiter)).length >= typeShare * cells.length;
};

const commonestWidth = (rows: readonly Row[]): number => {
  const counts = new Map<number, number>();
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0];
};
