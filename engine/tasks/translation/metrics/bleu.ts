import { tokenize13a } from './tokenize13a.ts';

const orders = 4;

/** How often each n-gram of 1 to 4 tokens stands in a segment. */
const countNgrams = (tokens: readonly string[]): Map<string, number>[] =>
  Array.from({ length: orders }, (_, order) => {
    const counts = new Map<string, number>();
    for (let at = 0; at + order < tokens.length; at++) {
      const ngram = tokens.slice(at, at + order + 1).join(' ');
      counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
    }
    return counts;
  });

/**
 * BLEU of a corpus, 0 to 100 (Papineni et al. 2002), as sacreBLEU computes it: n-grams of 1 to 4 tokens of mteval-v13a,
 * of several references the most counts and the closest length, precisions of 0 halved again and again (`exp`).
 */
export class Bleu {
  private readonly correct = new Array<number>(orders).fill(0);
  private readonly total = new Array<number>(orders).fill(0);
  private length = 0;
  private referenceLength = 0;

  /** A segment with its references, one at least. */
  add(hypothesis: string, references: readonly string[]): void {
    const tokens = tokenize13a(hypothesis);
    const wanted = references.map(tokenize13a);
    const counted = wanted.map(countNgrams);
    for (const [order, counts] of countNgrams(tokens).entries()) {
      for (const [ngram, count] of counts) {
        const most = counted.reduce((best, each) => Math.max(best, each[order]?.get(ngram) ?? 0), 0);
        this.total[order] = (this.total[order] ?? 0) + count;
        this.correct[order] = (this.correct[order] ?? 0) + Math.min(count, most);
      }
    }
    this.length += tokens.length;
    this.referenceLength += closest(
      wanted.map(({ length }) => length),
      tokens.length,
    );
  }

  score(): number {
    const { correct, total, length, referenceLength } = this;
    if (correct.every((count) => count === 0)) return 0;
    const brevity = length < referenceLength ? Math.exp(1 - referenceLength / length) : 1;
    let halved = 1;
    let logs = 0;
    for (const [order, all] of total.entries()) {
      // Of segments shorter than four tokens alone there is nothing to count.
      if (all === 0) return 0;
      const found = correct[order] ?? 0;
      if (found === 0) halved *= 2;
      logs += Math.log(found === 0 ? 100 / (halved * all) : (100 * found) / all);
    }
    return brevity * Math.exp(logs / orders);
  }
}

/** Of equally close lengths the shorter. */
const closest = (lengths: readonly number[], length: number): number =>
  lengths.reduce((best, each) => {
    const [far, near] = [Math.abs(each - length), Math.abs(best - length)];
    return far < near || (far === near && each < best) ? each : best;
  });
