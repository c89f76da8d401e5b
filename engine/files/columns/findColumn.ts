import { InputError } from '../../errors.ts';
import { type CategoryColumn, type Column, type NumberColumn, type TimestampColumn, mostDistinct } from './column.ts';
import { MissingCells } from './missingCells.ts';
import { nearest } from '../../words/nearest.ts';
import { parseNumber } from './parseNumber.ts';
import { placeOf } from '../parts/tableParts.ts';
import { shorten } from '../../words/shorten.ts';
import type { Table } from '../readTable.ts';
import type { Texts } from './texts.ts';

/** Why a table has no column of this name, and which one may be meant. */
export const unknownColumn = (name: string, names: readonly string[]): string => {
  const near = nearest(name, names);
  const hint =
    near === undefined
      ? `the columns are ${names.slice(0, 10).join(', ')}${names.length > 10 ? ', …' : ''}`
      : `did you mean '${near}'?`;
  return `there is no column '${name}'; ${hint}`;
};

export const findColumn = (table: Table, name: string): Column => {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (!column)
    throw new InputError(
      unknownColumn(
        name,
        table.columns.map((other) => other.name),
      ),
      { file: table.file },
    );
  return column;
};

/** The column, when all its cells are numbers or empty; else an `InputError` at the first one that is not. */
export const findNumbers = (table: Table, name: string): NumberColumn => {
  const found = findColumn(table, name);
  const column = found.type === 'category' ? (found.asNumbers?.() ?? found) : found;
  if (column.type !== 'number') throw wrongType(table, column, 'numbers');
  return checked(column, table);
};

export const findInput = (table: Table, name: string): NumberColumn | CategoryColumn => {
  const column = findColumn(table, name);
  if (column.type === 'category') return column;
  if (column.type !== 'number') throw wrongType(table, column, 'numbers or categories');
  return checked(column, table);
};

/**
 * The cells of a column as texts: of text and of categories all, of numbers and timestamps (labels such as `007`, years)
 * while there are at most `mostDistinct` different ones, as they stand in the file. Throws an `InputError` for others.
 */
export const findTexts = (table: Table, name: string): Texts => {
  const { type, texts } = findColumn(table, name);
  if (texts) return texts;
  throw new InputError(
    `column ${name} holds ${type}s, more than ${mostDistinct} different ones, and not text; choose another column`,
    { file: table.file },
  );
};

/** The column, when all its cells are timestamps in order. */
export const findTimes = (table: Table, name: string): TimestampColumn => {
  const column = findColumn(table, name);
  if (column.type !== 'timestamp') throw wrongType(table, column, 'dates or times');
  const { values } = checked(column);
  let before = -Infinity;
  let from = 0;
  for (const page of values.pagesOf(values.length)) {
    const wrong = firstWrongTime(page, before);
    if (wrong < page.length) throw wrongTime(table, name, from + wrong, page[wrong] ?? NaN);
    before = page[page.length - 1] ?? NaN;
    from += page.length;
  }
  return column;
};

/** The place of the first time that is missing or before the one above, or how many there are. */
export const firstWrongTime = (times: Float64Array, before: number): number => {
  let last = before;
  for (let index = 0; index < times.length; index++) {
    const time = times[index] ?? NaN;
    if (!(time >= last)) return index;
    last = time;
  }
  return times.length;
};

const wrongTime = (table: Table, name: string, row: number, time: number): InputError =>
  new InputError(
    Number.isNaN(time)
      ? `the time in column ${name} is missing; fill it in, or set data.time to null`
      : `the time in column ${name} is before that of the row above; sort the file by ${name}, or set data.time to null`,
    { file: table.file, line: table.lineOf(row) },
  );

const checked = <T extends Column>(column: T, table?: Table): T => {
  const [problem] = column.problems;
  if (problem) throw new InputError(problem.message, problem.place);
  const size = column.type === 'number' ? Math.max(Math.abs(column.min), Math.abs(column.max)) : 0;
  if (size > largest) {
    const message = `column ${column.name} has a number of the size ${size.toExponential(2)}, more than can be computed with`;
    throw new InputError(`${message}; divide them all by a large number`, table && { file: table.file });
  }
  return column;
};

/** Sums and differences of larger numbers may be none. */
const largest = 1e303;

const wrongType = (table: Table, column: Column, wanted: string): InputError => {
  const { name, type } = column;
  const first = firstWord(table, column);
  const cell = first && ` ('${shorten(first.text)}')`;
  return new InputError(
    `column ${name} holds ${type === 'text' ? 'text' : plural[type]}${cell ?? ''}, not ${wanted}; choose another column`,
    first ? placeOf(table, first.row) : { file: table.file },
  );
};

/** Where a column of texts or categories is no column of numbers, in brackets behind its name; '' for other columns. */
export const describeFirstWord = (table: Table, column: Column): string => {
  const first = firstWord(table, column);
  return first ? ` (line ${table.lineOf(first.row)}: '${shorten(first.text)}')` : '';
};

/** The first cell that is no number. */
const firstWord = ({ format }: Table, column: Column): { readonly row: number; readonly text: string } | undefined => {
  if (column.type !== 'text' && column.type !== 'category') return undefined;
  const { texts } = column;
  const missing = new MissingCells(format.missingValues);
  for (let row = 0; row < texts.length; row++) {
    const text = texts.at(row);
    const isWord = !missing.has(text) && Number.isNaN(parseNumber(text, format.delimiter === ';'));
    if (isWord) return { row, text };
  }
  return undefined;
};

const plural = { number: 'numbers', timestamp: 'timestamps', category: 'categories' } as const;
