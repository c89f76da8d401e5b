import type { SymbolSource } from '../../compute/source.ts';
import { readSymbols } from '../../compute/textSymbols.ts';
import type { Baselines } from '../../protocol.ts';
import type { PreparedData, SplitBaselines } from '../preparedData.ts';
import { countInThread } from './ngram/countInThread.ts';
import { type NgramScores, scoreNgrams } from './ngram/scoreNgrams.ts';
import { ngramName } from './ngram/ngramNames.ts';
import { textMetrics } from './textMetrics.ts';

/** Symbols that are counted before a thread for it has started. */
const countedAtOnce = 1 << 16;

/**
 * What counting reaches on the held-out spans: how often a symbol comes, and how often after the ones before it. Counts
 * are of the training span alone; those of a long one come later.
 */
export const textBaselines = (
  source: SymbolSource,
  { train, valid, test }: PreparedData['splits'],
): Pick<PreparedData, 'baselines' | 'lateBaselines'> => {
  const [onValid = {}, onTest = {}] = unigramBaselines(source, train, [valid, test]);
  const spanOf = ([from = 0, to = 0]: Int32Array) => ({ ids: source.ids, from, to });
  const work = {
    vocabulary: source.vocabulary,
    train: spanOf(train),
    valid: spanOf(valid),
    scored: [valid, test].map(spanOf),
  };
  const withNgrams = ({ order, nats: [ofValid = NaN, ofTest = NaN] }: NgramScores): SplitBaselines => ({
    valid: { ...onValid, ...ngramBaseline(order, ofValid) },
    test: { ...onTest, ...ngramBaseline(order, ofTest) },
  });
  if (work.train.to - work.train.from <= countedAtOnce) {
    return { baselines: withNgrams(scoreNgrams(work, () => undefined)) };
  }
  return {
    baselines: { valid: onValid, test: onTest },
    lateBaselines: {
      what: 'counting n-grams',
      make: async (signal, tell) => {
        const scores = await countInThread(work, signal, tell);
        const { cutTo } = scores;
        const note = `n-grams are counted up to ${cutTo} symbols: the text has too many longer ones to be kept in memory`;
        return { ...withNgrams(scores), ...(cutTo !== undefined && { note }) };
      },
    },
  };
};

/** Nothing for a span in which nothing is predicted. */
export const ngramBaseline = (order: number, nats: number): Baselines =>
  Number.isNaN(nats) ? {} : { [ngramName(order)]: textMetrics(nats) };

/** Of counts of `train`, with one added to each so that nothing is impossible (Laplace). */
export const unigramBaselines = (
  source: SymbolSource,
  train: Int32Array,
  spans: readonly Int32Array[],
  scored = source,
): Baselines[] => {
  const [begin = 0, end = 0] = train;
  const counts = new Float64Array(source.vocabulary).fill(1);
  for (const piece of readSymbols(source, begin, end)) for (const id of piece) counts[id] = (counts[id] ?? 0) + 1;
  return spans.map(([from = 0, to = 0]): Baselines => {
    // As for the network, the first symbol of a span is only ever given.
    const predictions = to - from - 1;
    if (predictions < 1) return {};
    let nats = 0;
    for (const piece of readSymbols(scored, from + 1, to)) {
      for (const id of piece) nats -= Math.log((counts[id] ?? 1) / (end - begin + source.vocabulary));
    }
    return { unigram: textMetrics(nats / predictions) };
  });
};
