import { takeBreath } from '../../errands/errand.ts';
import type { Column } from '../../files/columns/column.ts';
import { findColumn } from '../../files/columns/findColumn.ts';
import type { Examples } from './examplesOf.ts';

/** Words that are hashed in a moment. */
const wordsAtOnce = 1 << 19;

/** Two hashes of 26 bits (FNV-1a of words, folded) as one number. */
class Hash {
  /** Words since it was made, of all numbers together. */
  words = 0;
  private one = 0x811c9dc5;
  private other = 0;
  private readonly number = new Float64Array(1);
  private readonly halves = new Uint32Array(this.number.buffer);

  begin(): void {
    this.one = 0x811c9dc5;
    this.other = 0;
  }

  addWord(word: number): void {
    this.one = Math.imul(this.one ^ word, 0x01000193);
    this.one ^= this.one >>> 15;
    this.other = Math.imul(this.other ^ word, 0x9e3779b1);
    this.other ^= this.other >>> 13;
    this.words++;
  }

  addNumber(value: number): void {
    // All that is missing is alike, and so are both zeros.
    this.number[0] = Number.isNaN(value) ? NaN : value + 0;
    this.addWord(this.halves[0] ?? 0);
    this.addWord(this.halves[1] ?? 0);
  }

  addText(text: string): void {
    for (let at = 0; at < text.length; at++) this.addWord(text.charCodeAt(at));
    this.addWord(text.length + 0x10000);
  }

  get value(): number {
    return (this.one >>> 6) * 2 ** 26 + (this.other >>> 6);
  }
}

/**
 * By place among the usable examples a number that is the same for examples that are alike, and hardly ever for others.
 * All that they hold is read for it: it tells how far it is, and rejects with `Cancelled` where nobody waits any more.
 */
export const fingerprintExamples = async ({ table, usable, rowsOf, alikeBy }: Examples): Promise<Float64Array> => {
  const adders = alikeBy.map((name) => adderOf(findColumn(table, name)));
  const fingerprints = new Float64Array(usable.length);
  const hash = new Hash();
  let breathAt = 0;
  for (const [place, example] of usable.entries()) {
    hash.begin();
    const [first, end] = rowsOf(example);
    for (let row = first; row < end; row++) {
      // A text may be long, and so may an example.
      if (hash.words >= breathAt) {
        breathAt = hash.words + wordsAtOnce;
        await takeBreath({ doing: 'looking for duplicates', share: place / usable.length });
      }
      for (const add of adders) add(row, hash);
    }
    fingerprints[place] = hash.value;
  }
  return fingerprints;
};

const adderOf = (column: Column): ((row: number, hash: Hash) => void) => {
  switch (column.type) {
    case 'number':
    case 'timestamp':
      return (row, hash) => hash.addNumber(column.values.at(row));
    case 'category':
      return (row, hash) => hash.addWord(column.ids.at(row));
    case 'text':
      return (row, hash) => hash.addText(column.texts.at(row));
  }
};
