import { readSymbols, type SymbolFile } from '../../../compute/textSymbols.ts';
import { KneserNey } from './kneserNey.ts';
import { NgramCounts } from './ngramCounts.ts';

/** Different n-grams that are counted, which take some 400 MB where there are so many: more symbols make fewer of them fit. */
const mostNodes = 2 ** 23;
/** Symbols of the longest n-grams: of characters, and of what is told apart in more ways, words and parts of words. */
const longest = { few: 8, many: 5 } as const;
export const longestNgram = longest.few;
/** From how many different symbols on there are many. */
const manySymbols = 1000;
/** Where there is no validation part to choose by. */
const usualOrder = { few: 5, many: 3 } as const;
/** Symbols between two looks at how far it is. */
const pieceLength = 1 << 18;

/** A span [from, to) of a text. */
export interface SymbolSpan {
  readonly ids: Uint16Array | SymbolFile;
  readonly from: number;
  readonly to: number;
}

export interface NgramWork<Span = SymbolSpan> {
  readonly vocabulary: number;
  /** What is counted. */
  readonly train: Span;
  /** What decides how long the n-grams are. */
  readonly valid: Span;
  /** What is scored. */
  readonly scored: readonly Span[];
}

export interface NgramScores {
  /** Symbols of the n-grams that do best on the validation part. */
  readonly order: number;
  /** Nats per symbol of each scored span, NaN of one with nothing to predict. */
  readonly nats: readonly number[];
  /** The longest n-grams that fitted into memory, where that was fewer symbols than they would have had. */
  readonly cutTo: number | undefined;
}

/** What an n-gram model of one part of a text reaches on others; `tell` hears how much of the counting is done, 0 to 1. */
export const scoreNgrams = (work: NgramWork, tell: (share: number) => void): NgramScores => {
  const { vocabulary, train, valid, scored } = work;
  const kind = vocabulary < manySymbols ? 'few' : 'many';
  const counts = new NgramCounts(longest[kind], mostNodes);
  for (let from = train.from; from < train.to; from += pieceLength) {
    const to = Math.min(train.to, from + pieceLength);
    for (const piece of readSymbols(train, from, to)) counts.add(piece);
    tell((to - train.from) / (train.to - train.from));
  }
  const model = new KneserNey(counts, vocabulary);
  const natsOf = (span: SymbolSpan): Float64Array => {
    const predictions = span.to - span.from - 1;
    if (predictions < 1) return new Float64Array(counts.order + 1).fill(NaN);
    return model.score(readSymbols(span, span.from, span.to)).map((sum) => sum / predictions);
  };
  const order = bestOrder(natsOf(valid)) ?? Math.min(usualOrder[kind], counts.order);
  return {
    order,
    nats: scored.map((span) => natsOf(span)[order] ?? NaN),
    cutTo: counts.order < longest[kind] ? counts.order : undefined,
  };
};

/** The lowest of the best, from 1 on; undefined where nothing was scored. */
const bestOrder = (nats: Float64Array): number | undefined => {
  let best: number | undefined;
  for (let order = 1; order < nats.length; order++) {
    const value = nats[order] ?? NaN;
    if (!Number.isNaN(value) && (best === undefined || value < (nats[best] ?? NaN))) best = order;
  }
  return best;
};
