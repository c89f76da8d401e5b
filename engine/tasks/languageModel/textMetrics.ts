import type { Metrics } from '../../protocol.ts';
import type { SpanSize } from './spanSizes.ts';

/**
 * The ways in which people quote the loss of a language model, from nats per symbol. Those by symbol compare models of
 * the same symbols; those by character and by word compare any, and count what it takes to spell words not known.
 */
export const textMetrics = (natsPerSymbol: number, { symbols, characters, words, spelling }: SpanSize): Metrics => {
  const nats = natsPerSymbol * symbols + spelling;
  // Without spaces, as Chinese is written, a line is a word, which no model has much chance with.
  const wordPerplexity = Math.exp(nats / words);
  return {
    crossEntropy: natsPerSymbol,
    bitsPerCharacter: nats / characters / Math.LN2,
    perplexity: Math.exp(natsPerSymbol),
    ...(Number.isFinite(wordPerplexity) && { wordPerplexity }),
  };
};
