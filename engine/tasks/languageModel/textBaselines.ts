import type { SymbolSource } from '../../compute/source.ts';
import { readSymbols } from '../../compute/textSymbols.ts';
import type { Baselines } from '../../protocol.ts';
import type { PreparedData, SplitBaselines } from '../preparedData.ts';
import type { EncodedText } from './encodedText.ts';
import { countInThread } from './ngram/countInThread.ts';
import { type NgramScores, scoreNgrams } from './ngram/scoreNgrams.ts';
import { ngramName } from './ngram/ngramNames.ts';
import type { SpanSize } from './spanSizes.ts';
import { textMetrics } from './textMetrics.ts';

/** Symbols that are counted in a few milliseconds, before a thread for it has started. */
const countedAtOnce = 1 << 12;

/**
 * What counting reaches on the held-out spans: how often a symbol comes, and how often after the ones before it. Counts
 * are of the training span alone; those of a long one come later.
 */
export const textBaselines = (
  { source, sizes }: EncodedText,
  { train, valid, test }: PreparedData['splits'],
): Pick<PreparedData, 'baselines' | 'lateBaselines'> => {
  const frequencies = countFrequencies(source, train);
  const onValid = unigramBaseline(frequencies, source, valid, sizes.of(valid));
  const onTest = unigramBaseline(frequencies, source, test, sizes.of(test));
  const spanOf = ([from = 0, to = 0]: Int32Array) => ({ ids: source.ids, from, to });
  const work = {
    vocabulary: source.vocabulary,
    train: spanOf(train),
    valid: spanOf(valid),
    scored: [valid, test].map(spanOf),
  };
  const withNgrams = ({ order, nats: [ofValid = NaN, ofTest = NaN] }: NgramScores): SplitBaselines => ({
    valid: { ...onValid, ...ngramBaseline(order, ofValid, sizes.of(valid)) },
    test: { ...onTest, ...ngramBaseline(order, ofTest, sizes.of(test)) },
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
export const ngramBaseline = (order: number, nats: number, size: SpanSize): Baselines =>
  Number.isNaN(nats) ? {} : { [ngramName(order)]: textMetrics(nats, size) };

/** The share of each symbol in a span, with one added to each count so that nothing is impossible (Laplace). */
export const countFrequencies = (source: SymbolSource, [from = 0, to = 0]: Int32Array): Float64Array => {
  const counts = new Float64Array(source.vocabulary).fill(1);
  for (const piece of readSymbols(source, from, to)) for (const id of piece) counts[id] = (counts[id] ?? 0) + 1;
  return counts.map((count) => count / (to - from + source.vocabulary));
};

/** As for the network, the first symbol of a span is only ever given. */
export const unigramBaseline = (
  frequencies: Float64Array,
  source: SymbolSource,
  [from = 0, to = 0]: Int32Array,
  size: SpanSize,
): Baselines => {
  if (size.symbols < 1) return {};
  let nats = 0;
  for (const piece of readSymbols(source, from + 1, to)) for (const id of piece) nats -= Math.log(frequencies[id] ?? 0);
  return { unigram: textMetrics(nats / size.symbols, size) };
};
