import type { TableStorage } from '../tableStorage.ts';
import { CellIds } from './cellIds.ts';

/** A label or a category as it counts: without blanks around it, in one of Unicode's ways to write the same letters. */
export const foldSpelling = (text: string): string => text.trim().normalize('NFC');

/** Categories of a column, and which of them each cell is. */
export interface Categories {
  readonly categories: readonly string[];
  readonly ids: CellIds;
  /** What was folded, a sentence. */
  readonly notes: readonly string[];
}

const mostTold = 5;

/** The categories of cells with these texts: those that differ in what a person does not see are one. */
export const foldSpellings = (
  name: string,
  texts: readonly string[],
  ids: CellIds,
  storage: TableStorage,
): Categories => {
  const folded = texts.map(foldSpelling);
  const categories = [...new Set(folded)];
  if (categories.length === texts.length) return { categories, ids, notes: [] };
  const idOf = new Map(categories.map((category, at) => [category, at + 1]));
  const places = Uint16Array.from([0, ...folded.map((text) => idOf.get(text) ?? 0)]);
  const foldedIds = new CellIds(storage);
  for (const piece of ids.pieces()) for (const id of piece) foldedIds.push(places[id] ?? 0);
  const several = categories
    .map((category) => texts.filter((_, at) => folded[at] === category))
    .filter((spellings) => spellings.length > 1);
  const told = several
    .slice(0, mostTold)
    .map((spellings) => spellings.map((text) => JSON.stringify(text)).join(' and '));
  const more = several.length > mostTold ? ' and others' : '';
  return {
    categories,
    ids: foldedIds,
    notes: [
      `Cells of ${name} that differ only in blanks around them or in how Unicode writes a letter count as one: ${told.join(', ')}${more}.`,
    ],
  };
};
