import { scoredUnit } from './sideCoder.ts';
import { beginningOf, tokensOf } from './spacing.ts';
import type { SideCodec } from './translationCodec.ts';

/** Training rows that are searched, evenly spread. */
const mostRows = 50_000;
/** Rows that a piece of a text may stand in: pieces that stand everywhere tell nothing, and cost the most. */
const mostPostings = 2000;
/** Tokens of a text that are looked at. */
const mostTokens = 400;

/** Finds the training source that is most like another one: that shares the most of its pieces (Dice's coefficient). */
export class NearestPair {
  private readonly side: SideCodec;
  private readonly lowercase: boolean;
  private readonly rows: Int32Array;
  private readonly sizes: Int32Array;
  private readonly postings = new Map<string, number[]>();
  private readonly shared: Int32Array;

  constructor(side: SideCodec, lowercase: boolean, train: Int32Array, sourceAt: (row: number) => string) {
    this.side = side;
    this.lowercase = lowercase;
    const every = Math.ceil(train.length / mostRows);
    this.rows = train.filter((_, index) => index % every === 0);
    this.sizes = new Int32Array(this.rows.length);
    this.shared = new Int32Array(this.rows.length);
    for (const [index, row] of this.rows.entries()) {
      const pieces = this.piecesOf(sourceAt(row));
      this.sizes[index] = pieces.size;
      for (const piece of pieces) {
        const found = this.postings.get(piece);
        if (!found) this.postings.set(piece, [index]);
        else if (found.length <= mostPostings) found.push(index);
      }
    }
  }

  /** The row of the nearest one, of equally near ones the first; undefined where none has a piece of it. */
  find(source: string): number | undefined {
    const pieces = this.piecesOf(source);
    const { shared, sizes } = this;
    shared.fill(0);
    let best = -1;
    let likeness = 0;
    for (const piece of pieces) {
      const found = this.postings.get(piece) ?? [];
      if (found.length > mostPostings) continue;
      for (const index of found) shared[index] = (shared[index] ?? 0) + 1;
    }
    for (const [index, count] of shared.entries()) {
      if (count === 0) continue;
      const dice = (2 * count) / (pieces.size + (sizes[index] ?? 0));
      if (dice > likeness) [best, likeness] = [index, dice];
    }
    return this.rows[best];
  }

  /** Each different one once: of words single ones and pairs, of characters three in a row, with an edge on either side. */
  private piecesOf(text: string): Set<string> {
    const unit = scoredUnit(this.side);
    const tokens = ['', ...tokensOf(unit, this.lowercase, beginningOf(text)).slice(0, mostTokens), ''];
    const pieces = new Set<string>();
    const length = unit === 'words' ? 2 : 3;
    for (let at = 0; at < tokens.length; at++) {
      pieces.add(tokens.slice(at, at + length).join('\0'));
      if (unit === 'words') pieces.add(tokens[at] ?? '');
    }
    return pieces;
  }
}
