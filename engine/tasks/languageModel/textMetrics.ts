/** The three ways in which people quote the loss of a language model, from nats per symbol. */
export const textMetrics = (
  natsPerSymbol: number,
): { crossEntropy: number; bitsPerCharacter: number; perplexity: number } => ({
  crossEntropy: natsPerSymbol,
  bitsPerCharacter: natsPerSymbol / Math.LN2,
  perplexity: Math.exp(natsPerSymbol),
});
