import { takeBreath } from '../errands/errand.ts';
import type { BytePairs } from './codec.ts';

/** Ids are 16 bits wide, so a pair is a whole number that is exact. */
const idRange = 2 ** 16;

/** A word as pieces, and how often it stands in the text. */
interface Entry {
  readonly pieces: number[];
  readonly times: number;
}

/**
 * Joins what stands beside each other most often, time and again, until there are `size` pieces, unknown letters among
 * them, or no pair stands there twice (Sennrich et al. 2016, "Neural Machine Translation of Rare Words with Subword
 * Units", by code points). Words are never joined. Of equally frequent pairs the one with the smaller ids is first, so
 * that the same words in any order give the same pieces. Tells how far it is, and rejects with `Cancelled`, as `takeBreath`
 * does.
 */
export const learnBytePairs = async (
  words: Iterable<readonly [word: string, times: number]>,
  size: number,
): Promise<BytePairs> => {
  const all = [...words];
  const letters = [...new Set(all.flatMap(([word]) => [...word]))].sort(byCodePoint);
  const ids = new Map(letters.map((letter, place) => [letter, place + 1]));
  const entries = all.map(([word, times]): Entry => ({
    pieces: [...word].map((letter) => ids.get(letter) ?? 0),
    times,
  }));
  const pairs = new PairCounts(entries);
  const merges: (readonly [number, number])[] = [];
  const wanted = Math.min(size, idRange) - 1 - letters.length;
  while (merges.length < wanted) {
    if (merges.length % 64 === 0) await takeBreath({ doing: 'learning byte pairs', share: merges.length / wanted });
    const best = pairs.mostFrequent();
    if (best === undefined) break;
    const merge = [Math.floor(best / idRange), best % idRange] as const;
    merges.push(merge);
    pairs.join(best, letters.length + merges.length);
  }
  return { letters: letters.join(''), merges };
};

/** How often two pieces stand beside each other, kept up to date while pieces are joined. */
class PairCounts {
  private readonly entries: readonly Entry[];
  private readonly counts = new Map<number, number>();
  /** Entries in which a pair stands, or stood before others were joined. */
  private readonly places = new Map<number, Set<number>>();

  constructor(entries: readonly Entry[]) {
    this.entries = entries;
    for (const [index, { pieces, times }] of entries.entries()) this.count(pieces, index, times);
  }

  /** Undefined where none stands there twice. */
  mostFrequent(): number | undefined {
    let best: number | undefined;
    let most = 1;
    for (const [pair, count] of this.counts) {
      if (count > most || (count === most && best !== undefined && pair < best)) {
        best = pair;
        most = count;
      }
    }
    return best;
  }

  /** Makes one piece of a pair wherever it stands. */
  join(pair: number, id: number): void {
    const places = this.places.get(pair) ?? [];
    for (const index of [...places]) {
      const entry = this.entries[index];
      if (!entry) continue;
      this.count(entry.pieces, index, -entry.times);
      joinPair(entry.pieces, pair, id);
      this.count(entry.pieces, index, entry.times);
    }
    this.counts.delete(pair);
    this.places.delete(pair);
  }

  private count(pieces: readonly number[], index: number, times: number): void {
    for (let at = 1; at < pieces.length; at++) {
      const pair = pairOf(pieces[at - 1] ?? 0, pieces[at] ?? 0);
      const left = (this.counts.get(pair) ?? 0) + times;
      if (left > 0) this.counts.set(pair, left);
      else this.counts.delete(pair);
      if (times < 0) continue;
      const places = this.places.get(pair);
      if (places) places.add(index);
      else this.places.set(pair, new Set([index]));
    }
  }
}

/** Cuts words into pieces as they were learned. */
export class BytePairCutter {
  /** Of each id, 0 for what is unknown. */
  readonly texts: readonly string[];
  private readonly letters: ReadonlyMap<string, number>;
  /** The id that a pair makes: joined earlier, the smaller. */
  private readonly joined: ReadonlyMap<number, number>;
  private readonly known = new Map<string, readonly number[]>();

  constructor({ letters, merges }: BytePairs) {
    const all = [...letters];
    const texts = ['', ...all];
    for (const [left, right] of merges) texts.push((texts[left] ?? '') + (texts[right] ?? ''));
    this.texts = texts;
    this.letters = new Map(all.map((letter, place) => [letter, place + 1]));
    this.joined = new Map(merges.map(([left, right], place) => [pairOf(left, right), all.length + 1 + place]));
  }

  /** The pair that was learned first is joined first. */
  cut(word: string): readonly number[] {
    const known = this.known.get(word);
    if (known) return known;
    const pieces = [...word].map((letter) => this.letters.get(letter) ?? 0);
    for (;;) {
      let first = Infinity;
      let pair = 0;
      for (let at = 1; at < pieces.length; at++) {
        const candidate = pairOf(pieces[at - 1] ?? 0, pieces[at] ?? 0);
        const id = this.joined.get(candidate) ?? Infinity;
        if (id < first) [first, pair] = [id, candidate];
      }
      if (first === Infinity) break;
      joinPair(pieces, pair, first);
    }
    if (this.known.size < mostRemembered) this.known.set(word, pieces);
    return pieces;
  }
}

/** Different words whose pieces are remembered: most of what a text repeats. */
const mostRemembered = 2 ** 17;

const pairOf = (left: number, right: number): number => left * idRange + right;

/** From left to right, in place. */
const joinPair = (pieces: number[], pair: number, id: number): void => {
  let end = 0;
  for (let at = 0; at < pieces.length; at++) {
    const isPair = at + 1 < pieces.length && pairOf(pieces[at] ?? 0, pieces[at + 1] ?? 0) === pair;
    pieces[end++] = isPair ? id : (pieces[at] ?? 0);
    if (isPair) at++;
  }
  pieces.length = end;
};

const byCodePoint = (a: string, b: string): number => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0);
