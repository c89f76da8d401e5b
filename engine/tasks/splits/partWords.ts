import type { CategoryColumn, Column } from '../../files/columns/column.ts';
import type { PartName } from '../../files/parts/tableParts.ts';

const words: Readonly<Record<string, PartName>> = {
  train: 'train',
  training: 'train',
  valid: 'valid',
  val: 'valid',
  validation: 'valid',
  dev: 'valid',
  development: 'valid',
  test: 'test',
  testing: 'test',
};

/** What a cell of a split column says; undefined for another word. */
export const partOfWord = (word: string): PartName | undefined => {
  const known = word.trim().toLowerCase();
  return Object.hasOwn(words, known) ? words[known] : undefined;
};

/** As people write them. */
export const knownPartWords = ['train', 'valid', 'val', 'validation', 'dev', 'test'] as const;

/** Whether a column holds such words alone, that of the training and another one among them. */
export const isSplitColumn = (column: Column): column is CategoryColumn => {
  if (column.type !== 'category') return false;
  const parts = column.categories.map(partOfWord);
  return (
    parts.length > 1 && parts.includes('train') && parts.every((part) => part !== undefined) && new Set(parts).size > 1
  );
};

/** Of a column that has such words for the most part, that of the training among them, the first that is none. */
export const otherWordOf = (column: Column): string | undefined => {
  if (column.type !== 'category') return undefined;
  const parts = column.categories.map(partOfWord);
  const known = parts.filter((part) => part !== undefined);
  if (!known.includes('train') || new Set(known).size < 2 || known.length * 2 < parts.length) return undefined;
  return column.categories[parts.indexOf(undefined)];
};
