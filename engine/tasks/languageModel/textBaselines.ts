import type { SymbolSource } from '../../compute/source.ts';
import { readSymbols } from '../../compute/textSymbols.ts';
import type { Baselines } from '../../protocol.ts';
import { textMetrics } from './textMetrics.ts';

/** Counting pairs takes the square of the vocabulary in memory. */
const largestPairVocabulary = 2048;

/** Counts of one text's symbols, with one added to each so that nothing is impossible (Laplace). */
interface SymbolCounts {
  readonly vocabulary: number;
  /** How often each symbol comes, and all together. */
  readonly single: Float64Array;
  readonly total: number;
  /** How often a symbol comes after another, (first, second), not one more; undefined for large vocabularies. */
  readonly pairs: Uint32Array | undefined;
  /** How often each symbol is the first of a pair, the vocabulary more. */
  readonly firsts: Float64Array;
}

/**
 * What counting reaches on each span: how often a symbol comes, and how often after the one before it. Counts are of
 * `train` alone.
 */
export const textBaselines = (source: SymbolSource, train: Int32Array, spans: readonly Int32Array[]): Baselines[] => {
  const counts = countSymbolsOf(source, train);
  return spans.map((span) => scoreSpan(source, counts, span));
};

const countSymbolsOf = (source: SymbolSource, [begin = 0, end = 0]: Int32Array): SymbolCounts => {
  const { vocabulary } = source;
  const single = new Float64Array(vocabulary).fill(1);
  const firsts = new Float64Array(vocabulary).fill(vocabulary);
  const pairs = vocabulary <= largestPairVocabulary ? new Uint32Array(vocabulary * vocabulary) : undefined;
  let before = -1;
  for (const piece of readSymbols(source, begin, end)) {
    for (let at = 0; at < piece.length; at++) {
      const id = piece[at] ?? 0;
      single[id] = (single[id] ?? 0) + 1;
      if (pairs && before >= 0) {
        const pair = before * vocabulary + id;
        pairs[pair] = (pairs[pair] ?? 0) + 1;
        firsts[before] = (firsts[before] ?? 0) + 1;
      }
      before = id;
    }
  }
  return { vocabulary, single, total: end - begin + vocabulary, pairs, firsts };
};

/** As for the network, the first symbol of a span is only ever given. */
const scoreSpan = (source: SymbolSource, counts: SymbolCounts, [from = 0, to = 0]: Int32Array): Baselines => {
  const predictions = to - from - 1;
  if (predictions < 1) return {};
  const { vocabulary, single, total, pairs, firsts } = counts;
  let unigram = 0;
  let bigram = 0;
  let before = -1;
  for (const piece of readSymbols(source, from, to)) {
    for (let at = 0; at < piece.length; at++) {
      const id = piece[at] ?? 0;
      if (before >= 0) {
        unigram -= Math.log((single[id] ?? 1) / total);
        if (pairs) bigram -= Math.log(((pairs[before * vocabulary + id] ?? 0) + 1) / (firsts[before] ?? 1));
      }
      before = id;
    }
  }
  return {
    unigram: textMetrics(unigram / predictions),
    ...(pairs && { bigram: textMetrics(bigram / predictions) }),
  };
};
