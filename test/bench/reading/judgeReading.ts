import type { Reading, Subject } from './subject.ts';

/** What is compared of a file, once, by column or by cell. */
export const questions = ['delimiter', 'header', 'encoding', 'cells', 'types', 'numbers', 'times'] as const;
export type Question = (typeof questions)[number];

const cut: readonly Question[] = ['delimiter', 'header', 'cells'];
const typed: readonly Question[] = ['types', 'numbers', 'times'];

/** What each reader has an answer to, by its name; a reader that is not here, to all. */
const answered: Readonly<Record<string, readonly Question[]>> = {
  'csv of Python': cut,
  // It is told delimiter and header, which it does not guess.
  pandas: ['cells', ...typed],
  DuckDB: [...cut, ...typed],
  clevercsv: cut,
};

/** What a reading says of a file, or of one of its columns, beside what is right. */
export interface Verdict {
  readonly question: Question;
  /** Of a column, its place. */
  readonly column?: number;
  /** By cell, or one. */
  readonly isRight: readonly boolean[];
  /** What may be the reason where it is not. */
  readonly traits: readonly string[];
  /** The first thing that is not right, for a person. */
  readonly example: string;
}

/** How far from its place a row is looked for. */
const farthest = 12;
/** Of a number that went through text or nanoseconds and back. */
const tolerance = 1e-9;

const isSame = (one: number, other: number): boolean =>
  Number.isNaN(one) || Number.isNaN(other)
    ? Number.isNaN(one) && Number.isNaN(other)
    : Math.abs(one - other) <= tolerance * Math.abs(one);

/** Blanks around cells are not compared, nor how lines within them end. */
const bare = (cell: string | undefined): string => (cell ?? '').replace(/\r\n?/g, '\n').trim();
const keyOf = (row: readonly string[]): string => row.map(bare).join('\u0000');

type Rows = readonly (readonly string[])[];

/**
 * By row of `wanted`, the row of `given` that is meant: a row that only one of them has, as a comment that was taken for
 * one, shifts what follows and nothing else.
 */
const alignRows = (wanted: Rows, given: Rows): number[] => {
  const keys = given.map(keyOf);
  let shift = 0;
  return wanted.map((row, at) => {
    const key = keyOf(row);
    for (let distance = 0; distance <= farthest; distance++) {
      for (const found of [at + shift + distance, at + shift - distance]) {
        if (keys[found] !== key) continue;
        shift = found - at;
        return found;
      }
    }
    return at + shift;
  });
};

/** What of a reading is right; what it or the truth leaves open is not judged, and where there is none, all is wrong. */
export const judgeReading = (reader: string, given: Reading, subject: Subject): Verdict[] =>
  judgeAll(given, subject).filter(({ question }) => answered[reader]?.includes(question) ?? true);

const judgeAll = (given: Reading, { truth, traits, columnTraits }: Subject): Verdict[] => {
  const all = [...new Set([...traits, ...columnTraits.flat()])];
  const hasFailed = given.error !== undefined;
  const verdicts: Verdict[] = [];
  for (const question of ['delimiter', 'header', 'encoding'] as const) {
    const [wanted, found] = [truth[question], given[question]];
    if (wanted === undefined || (found === undefined && !hasFailed)) continue;
    const example = given.error ?? `${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`;
    verdicts.push({ question, isRight: [found === wanted], traits: all, example });
  }
  if (truth.rows && (given.rows || hasFailed)) verdicts.push(judgeCells(truth.rows, given, all));
  if (given.kinds || hasFailed) {
    for (const [column, wanted] of (truth.kinds ?? []).entries()) {
      const reasons = [...(columnTraits[column] ?? []), ...traits];
      const found = given.kinds?.[column];
      const example = given.error ?? `column ${column + 1} is ${found ?? 'not there'}, not ${wanted}`;
      verdicts.push({ question: 'types', column, isRight: [found === wanted], traits: reasons, example });
      if (found === wanted) verdicts.push(...judgeValues(truth, given, column, reasons));
    }
  }
  return verdicts;
};

const judgeCells = (wanted: Rows, given: Reading, traits: readonly string[]): Verdict => {
  const rows = given.rows ?? [];
  const places = alignRows(wanted, rows);
  const isRight: boolean[] = [];
  let example = given.error ?? '';
  for (const [at, row] of wanted.entries()) {
    const other = rows[places[at] ?? -1] ?? [];
    for (const [cell, text] of row.entries()) {
      const isIt = other.length === row.length && bare(other[cell]) === bare(text);
      isRight.push(isIt);
      if (!isIt && example === '') {
        example = `row ${at + 1}: ${JSON.stringify(other[cell])}, not ${JSON.stringify(text)}`;
      }
    }
  }
  return { question: 'cells', isRight, traits, example };
};

/** Of a column whose type is right; where there are more rows or fewer, its cells tell of that. */
const judgeValues = (truth: Reading, given: Reading, column: number, traits: readonly string[]): Verdict[] => {
  const [values, others] = [truth.values?.[column], given.values?.[column]];
  if (!values || values.length !== others?.length) return [];
  const isRight = values.map((value, row) => isSame(value, others[row] ?? NaN));
  const first = isRight.indexOf(false);
  const example = `column ${column + 1}, row ${first + 1}: ${others[first]}, not ${values[first]}`;
  const question = truth.kinds?.[column] === 'time' ? 'times' : 'numbers';
  return [{ question, column, isRight, traits, example }];
};
