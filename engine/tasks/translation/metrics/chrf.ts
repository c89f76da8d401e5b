import { splitAtSpaces } from './pythonSpaces.ts';

const orders = 6;
/** How much more recall counts than precision, squared. */
const factor = 4;

type Ngrams = readonly ReadonlyMap<string, number>[];

/** Of each order n-grams of the hypothesis, of the reference, and those that both have. */
type Statistics = readonly (readonly [number, number, number])[];

/** N-grams of 1 to 6 characters (code points), spaces left out. */
const countNgrams = (segment: string): Ngrams => {
  const text = splitAtSpaces(segment).join('');
  const characters = [...text];
  const isPlain = characters.length === text.length;
  return Array.from({ length: orders }, (_, order) => {
    const counts = new Map<string, number>();
    for (let at = 0; at + order < characters.length; at++) {
      const end = at + order + 1;
      const ngram = isPlain ? text.slice(at, end) : characters.slice(at, end).join('');
      counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
    }
    return counts;
  });
};

const compare = (hypothesis: Ngrams, reference: Ngrams): Statistics =>
  hypothesis.map((counts, order) => {
    const wanted = reference[order] ?? new Map<string, number>();
    let all = 0;
    let found = 0;
    for (const [ngram, count] of counts) {
      all += count;
      found += Math.min(count, wanted.get(ngram) ?? 0);
    }
    const known = [...wanted.values()].reduce((sum, count) => sum + count, 0);
    // Where the reference has no n-grams of an order, there is nothing to hit or to miss.
    return [known > 0 ? all : 0, known, found];
  });

/** F2 of the mean precision and the mean recall over the orders that both have n-grams of, 0 to 100. */
const scoreOf = (statistics: Statistics): number => {
  let precision = 0;
  let recall = 0;
  let effective = 0;
  for (const [all, known, found] of statistics) {
    if (all === 0 || known === 0) continue;
    precision += found / all;
    recall += found / known;
    effective += 1;
  }
  if (precision + recall === 0) return 0;
  precision /= effective;
  recall /= effective;
  return (100 * (1 + factor) * precision * recall) / (factor * precision + recall);
};

/**
 * chrF of a corpus, 0 to 100 (Popović 2015), as sacreBLEU computes it: n-grams of 1 to 6 characters without spaces, no
 * words, β = 2, of several references the best one for each segment.
 */
export class Chrf {
  private readonly sums = Array.from({ length: orders }, (): [number, number, number] => [0, 0, 0]);

  /** A segment with its references, one at least. */
  add(hypothesis: string, references: readonly string[]): void {
    const counts = countNgrams(hypothesis);
    let best: Statistics = [];
    let bestScore = -1;
    for (const reference of references) {
      const statistics = compare(counts, countNgrams(reference));
      const score = scoreOf(statistics);
      if (score > bestScore) [best, bestScore] = [statistics, score];
    }
    for (const [order, values] of best.entries()) {
      const sum = this.sums[order];
      values.forEach((value, index) => {
        if (sum) sum[index] = (sum[index] ?? 0) + value;
      });
    }
  }

  score(): number {
    return scoreOf(this.sums);
  }
}
