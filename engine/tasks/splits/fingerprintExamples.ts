import type { Column } from '../../files/columns/column.ts';
import { findColumn } from '../../files/columns/findColumn.ts';
import type { Examples } from './examplesOf.ts';

/** Two hashes of 26 bits (FNV-1a of words, folded) as one number. */
class Hash {
  private one = 0x811c9dc5;
  private other = 0;
  private readonly number = new Float64Array(1);
  private readonly words = new Uint32Array(this.number.buffer);

  begin(): void {
    this.one = 0x811c9dc5;
    this.other = 0;
  }

  addWord(word: number): void {
    this.one = Math.imul(this.one ^ word, 0x01000193);
    this.one ^= this.one >>> 15;
    this.other = Math.imul(this.other ^ word, 0x9e3779b1);
    this.other ^= this.other >>> 13;
  }

  addNumber(value: number): void {
    // All that is missing is alike, and so are both zeros.
    this.number[0] = Number.isNaN(value) ? NaN : value + 0;
    this.addWord(this.words[0] ?? 0);
    this.addWord(this.words[1] ?? 0);
  }

  addText(text: string): void {
    for (let at = 0; at < text.length; at++) this.addWord(text.charCodeAt(at));
    this.addWord(text.length + 0x10000);
  }

  get value(): number {
    return (this.one >>> 6) * 2 ** 26 + (this.other >>> 6);
  }
}

/** By place among the usable examples a number that is the same for examples that are alike, and hardly ever for others. */
export const fingerprintExamples = ({ table, usable, rowsOf, alikeBy }: Examples): Float64Array => {
  const adders = alikeBy.map((name) => adderOf(findColumn(table, name)));
  const hash = new Hash();
  return Float64Array.from(usable, (example) => {
    hash.begin();
    const [first, end] = rowsOf(example);
    for (let row = first; row < end; row++) for (const add of adders) add(row, hash);
    return hash.value;
  });
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
