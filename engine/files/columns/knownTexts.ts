import type { CellIds } from './cellIds.ts';
import { countCharacters } from '../countCharacters.ts';
import type { TextLengths, Texts } from './texts.ts';

/** Cells of a column with few different texts, of which each is kept once. */
export class KnownTexts implements Texts {
  private readonly ids: CellIds;
  private readonly known: readonly string[];

  constructor(ids: CellIds, known: readonly string[]) {
    this.ids = ids;
    this.known = known;
  }

  get length(): number {
    return this.ids.length;
  }

  at(row: number): string {
    return this.known[this.ids.at(row) - 1] ?? '';
  }

  read(from: number, to: number): readonly string[] {
    return Array.from({ length: to - from }, (_, index) => this.at(from + index));
  }

  get lengths(): TextLengths {
    const counts = new Float64Array(this.known.length + 1);
    for (const piece of this.ids.pieces()) countIds(counts, piece);
    let total = 0;
    let cells = 0;
    let longest = 0;
    for (const [place, text] of this.known.entries()) {
      const count = counts[place + 1] ?? 0;
      const characters = countCharacters(text);
      total += count * characters;
      cells += count;
      longest = Math.max(longest, characters);
    }
    return { mean: cells > 0 ? total / cells : 0, longest };
  }
}

/** A function of its own: within the loop over the pieces, it is compiled to slower code. */
const countIds = (counts: Float64Array, ids: Uint16Array): void => {
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index] ?? 0;
    counts[id] = (counts[id] ?? 0) + 1;
  }
};
