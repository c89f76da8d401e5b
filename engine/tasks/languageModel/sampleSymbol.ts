import type { Random } from '../../compute/random.ts';

export interface SamplingOptions {
  /** Divides the logits; 0 takes the most likely symbol. */
  readonly temperature: number;
  /** Keep the k most likely symbols, 0 for all. */
  readonly topK: number;
  /** Keep the most likely symbols that together have this probability, 1 for all. */
  readonly topP: number;
}

/**
 * Draws a symbol from softmax(logits / temperature), cut to the top k and then to the nucleus of probability top p
 * (Holtzman et al. 2020, "The Curious Case of Neural Text Degeneration"). The maximum is subtracted before the
 * exponential, so that low temperatures cannot overflow. `weights`, as long as the logits, is scratch that a caller of
 * many times keeps.
 */
export const sampleSymbol = (
  logits: Float32Array,
  options: SamplingOptions,
  random: Random,
  weights = new Float64Array(logits.length),
): number => {
  const { temperature, topK, topP } = options;
  let best = 0;
  for (let id = 1; id < logits.length; id++) if (at(logits, id) > at(logits, best)) best = id;
  if (temperature === 0) return best;

  const maximum = at(logits, best);
  for (let id = 0; id < logits.length; id++) weights[id] = Math.exp((at(logits, id) - maximum) / temperature);
  if (topK === 0 && topP === 1) return draw(weights, random);

  const ranked = Uint32Array.from(weights.keys()).sort((a, b) => at(weights, b) - at(weights, a) || a - b);
  const kept = topK > 0 ? ranked.subarray(0, topK) : ranked;
  const nucleus = cutNucleus(kept, weights, topP);
  const chosen = Float64Array.from(nucleus, (id) => at(weights, id));
  return at(nucleus, draw(chosen, random));
};

const cutNucleus = (ranked: Uint32Array, weights: Float64Array, topP: number): Uint32Array => {
  let total = 0;
  for (const id of ranked) total += at(weights, id);
  let reached = 0;
  for (let count = 0; count < ranked.length; count++) {
    reached += at(weights, at(ranked, count));
    if (reached >= topP * total) return ranked.subarray(0, count + 1);
  }
  return ranked;
};

const draw = (weights: Float64Array, random: Random): number => {
  let total = 0;
  for (let index = 0; index < weights.length; index++) total += at(weights, index);
  let left = random.next() * total;
  for (let index = 0; index < weights.length; index++) {
    left -= at(weights, index);
    if (left < 0) return index;
  }
  // Rounding can leave a crumb: it belongs to the last symbol that has any weight.
  return weights.findLastIndex((weight) => weight > 0);
};

const at = (values: Float32Array | Float64Array | Uint32Array, index: number): number => values[index] ?? 0;
