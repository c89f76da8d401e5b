import { createRandom } from '../../compute/random.ts';
import type { Session } from '../../network/session.ts';
import { InputError } from '../../errors.ts';
import { areFinite } from '../../areFinite.ts';
import { describeNonsense } from '../../words/describeNonsense.ts';
import { type SamplingOptions, sampleSymbol } from './sampleSymbol.ts';

export interface GenerateOptions extends SamplingOptions {
  readonly length: number;
  readonly seed: number;
  /** A symbol that is never drawn. */
  readonly unwritten: number | undefined;
  /** What is told of what is written, where the network is told labels. */
  readonly label?: number | undefined;
}

/**
 * Feeds `prime` (symbol ids, at least one) through the network, then yields `length` sampled ids, each fed back.
 * The same seed and weights give the same text. Throws an `InputError` when the network gives no finite numbers.
 */
export function* sampleText(
  session: Session,
  prime: ArrayLike<number>,
  options: GenerateOptions,
): Generator<number, void, void> {
  const random = createRandom(options.seed);
  session.resetFeed();
  let logits: Float32Array | undefined;
  for (let index = 0; index < prime.length; index++) logits = session.feed(prime[index] ?? 0, options.label);
  const weights = new Float64Array(logits?.length ?? 0);
  for (let count = 0; logits && count < options.length; count++) {
    if (!areFinite(logits)) throw new InputError(describeNonsense('what the network gives'));
    if (options.unwritten !== undefined) logits[options.unwritten] = -Infinity;
    const symbol = sampleSymbol(logits, options, random, weights);
    yield symbol;
    logits = session.feed(symbol, options.label);
  }
}
