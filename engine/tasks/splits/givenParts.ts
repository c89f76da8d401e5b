import { basename } from 'node:path';
import type { Split } from '../../config.ts';
import { InputError } from '../../errors.ts';
import { findColumn } from '../../files/columns/findColumn.ts';
import { type PartName, partAt, placeOf } from '../../files/parts/tableParts.ts';
import { textOfCell } from '../../files/sequences/rowGroups.ts';
import type { Table } from '../../files/readTable.ts';
import { count } from '../../words/count.ts';
import { shorten } from '../../words/shorten.ts';
import { exampleStretches } from './exampleStretches.ts';
import type { Examples } from './examplesOf.ts';
import { knownPartWords, partOfWord } from './partWords.ts';
import { anyOf } from '../../words/anyOf.ts';

/** The part of each example as its file or a column says it. */
export interface GivenParts {
  readonly train: Int32Array;
  readonly valid: Int32Array;
  readonly test: Int32Array;
  readonly notes: readonly string[];
}

/**
 * What files and a column say of the parts of examples; undefined where they say nothing. Throws an `InputError` with the
 * line for a word that names no part and for a sequence in two of them, and with the file for one that gives nothing.
 */
export const givenParts = async (examples: Examples, { column }: Split): Promise<GivenParts | undefined> => {
  const { table, usable, item } = examples;
  if (!hasGivenParts(table, { column })) return undefined;
  const wordOf = (column ?? null) === null ? undefined : wordsOf(table, column ?? '');
  const parts: Readonly<Record<PartName, number[]>> = { train: [], valid: [], test: [] };
  let unsaid = 0;
  for await (const [from, to] of exampleStretches(usable, examples)) {
    for (const example of usable.subarray(from, to)) {
      const part = partOfExample(examples, example, wordOf);
      if (part) parts[part].push(example);
      else unsaid++;
    }
  }
  for (const { name, file } of table.parts ?? []) {
    if (name === 'train' || parts[name].length > 0) continue;
    const message = `has no ${item} with all that is learned from, so that the ${name === 'valid' ? 'validation' : 'test'} part would be empty; correct it, or leave data.split.${name}File out`;
    throw new InputError(message, { file });
  }
  return {
    train: Int32Array.from(parts.train),
    valid: Int32Array.from(parts.valid),
    test: Int32Array.from(parts.test),
    notes:
      unsaid > 0
        ? [
            `${count(unsaid, `${item} has`, `${item}s have`)} nothing in '${column ?? ''}' and ${unsaid === 1 ? 'is' : 'are'} in no part.`,
          ]
        : [],
  };
};

/** Whether files or a column say anything of parts. */
export const hasGivenParts = ({ parts }: Pick<Table, 'parts'>, { column }: Pick<Split, 'column'>): boolean =>
  parts !== undefined || typeof column === 'string';

/** What says the parts, in words. */
export const describeGiver = (
  { parts }: Pick<Table, 'parts'>,
  { column }: Split,
): { readonly names: string; readonly isSeveral: boolean } => {
  const files = (parts ?? []).flatMap(({ name, file }) => (name === 'train' ? [] : [basename(file)]));
  const all = [...((column ?? null) === null ? [] : [`column '${column ?? ''}'`]), ...files];
  return { names: all.join(' and '), isSeveral: all.length > 1 };
};

const partOfExample = (
  { table, rowsOf, item }: Examples,
  example: number,
  wordOf: ((row: number) => PartName | undefined) | undefined,
): PartName | undefined => {
  const [first, end] = rowsOf(example);
  const file = partAt(table, first)?.name;
  if (!wordOf || (file !== undefined && file !== 'train')) return file;
  let known: PartName | undefined;
  for (let row = first; row < end; row++) {
    const part = wordOf(row);
    if (part !== undefined && known !== undefined && part !== known) {
      const message = `this row is for ${part}, one above in the same ${item} for ${known}; a ${item} is in one part: correct it, or set data.split.column to null`;
      throw new InputError(message, placeOf(table, row));
    }
    known ??= part;
  }
  return known;
};

/** What the cells of a column say. */
const wordsOf = (table: Table, name: string): ((row: number) => PartName | undefined) => {
  const column = findColumn(table, name);
  return (row) => {
    const word = textOfCell(column, row);
    if (word.trim() === '') return undefined;
    const part = partOfWord(word);
    if (part) return part;
    throw new InputError(unknownWord(name, word), placeOf(table, row));
  };
};

/** Why a split column is none. */
export const unknownWord = (name: string, word: string): string =>
  `'${shorten(word)}' in column ${name} is no part; write ${anyOf(knownPartWords)}, or set data.split.column to another column or to null`;
