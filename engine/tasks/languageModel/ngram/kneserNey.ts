import { type NgramCounts, nowhere, root } from './ngramCounts.ts';

/** Taken from counts of 1, of 2, and of 3 or more where a text is too small or too regular to say, as KenLM does. */
const usualDiscounts: Discounts = [0, 0.5, 1, 1.5];

/** By the count they are taken from, 3 for all that are larger. */
type Discounts = readonly [number, number, number, number];

/** One way to count: how often an n-gram stands there, or how many different symbols it comes after. */
interface Level {
  readonly valueOf: (node: number) => number;
  /** By length. */
  readonly discounts: readonly Discounts[];
  /** By context, the sum over what comes after it, and what is taken from that for what was not seen there. */
  readonly totals: Uint32Array;
  readonly taken: Float32Array;
}

/**
 * Interpolated modified Kneser-Ney smoothing (Chen and Goodman 1998, "An Empirical Study of Smoothing Techniques for
 * Language Modeling", 3.1 and 4.1.6), of all orders from 1 to that of the counts: an n-gram of the order itself counts as
 * often as it stands there, a shorter one as often as different symbols come before it, since it matters where the longer
 * one was not seen. The last to be asked is that all symbols are equally likely.
 */
export class KneserNey {
  private readonly counts: NgramCounts;
  private readonly vocabulary: number;
  private readonly whole: Level;
  private readonly varied: Level;

  constructor(counts: NgramCounts, vocabulary: number) {
    this.counts = counts;
    this.vocabulary = vocabulary;
    this.whole = levelOf(counts, (node) => counts.countOf(node));
    this.varied = levelOf(counts, (node) => counts.varietyOf(node));
  }

  /**
   * Nats of a text after no symbols, its first symbol not counted, summed up to each piece's end: by order from 1 on at
   * 1, 2, …, and at 0 those of equally likely symbols.
   */
  score(pieces: Iterable<Uint16Array>): Float64Array {
    const { order } = this.counts;
    const sums = new Float64Array(order + 1);
    const probabilities = new Float64Array(order + 1);
    let contexts = this.start();
    let isFirst = true;
    for (const piece of pieces) {
      for (const id of piece) {
        const next = this.step(contexts, id, probabilities);
        if (!isFirst) {
          for (let length = 0; length <= order; length++) {
            sums[length] = (sums[length] ?? 0) - Math.log(probabilities[length] ?? 0);
          }
        }
        isFirst = false;
        contexts = next;
      }
    }
    return sums;
  }

  /** The nodes of the last 0, 1, … symbols before a text. */
  start(): Int32Array {
    const contexts = new Int32Array(this.counts.order + 1).fill(nowhere);
    contexts[0] = root;
    return contexts;
  }

  /**
   * The probability of a symbol after these contexts by each order, to `probabilities` as `score` has them; returns the
   * contexts after it.
   */
  step(contexts: Int32Array, id: number, probabilities: Float64Array): Int32Array {
    const { counts, whole, varied } = this;
    const next = this.start();
    let shorter = 1 / this.vocabulary;
    probabilities[0] = shorter;
    for (let length = 1; length <= counts.order; length++) {
      const context = contexts[length - 1] ?? nowhere;
      const node = context === nowhere ? nowhere : counts.find(context, id);
      next[length] = node;
      probabilities[length] = interpolate(whole, length, context, node, shorter);
      shorter = interpolate(varied, length, context, node, shorter);
    }
    return next;
  }
}

/** The probability of what makes the n-gram `node` out of its context, where it has `shorter` after one symbol less. */
const interpolate = (level: Level, length: number, context: number, node: number, shorter: number): number => {
  const total = context === nowhere ? 0 : (level.totals[context] ?? 0);
  // Nothing ever came after it.
  if (total === 0) return shorter;
  const value = node === nowhere ? 0 : level.valueOf(node);
  const own = value - (level.discounts[length]?.[Math.min(value, 3)] ?? 0);
  return (own + (level.taken[context] ?? 0) * shorter) / total;
};

const levelOf = (counts: NgramCounts, valueOf: (node: number) => number): Level => {
  const frequencies = Array.from({ length: counts.order + 1 }, () => new Float64Array(5));
  for (let node = 1; node < counts.size; node++) {
    const value = valueOf(node);
    const known = frequencies[counts.lengthOf(node)];
    if (known && value <= 4) known[value] = (known[value] ?? 0) + 1;
  }
  const discounts = frequencies.map(discountsOf);
  const totals = new Uint32Array(counts.size);
  const taken = new Float32Array(counts.size);
  for (let node = 1; node < counts.size; node++) {
    const value = valueOf(node);
    const parent = counts.parentOf(node);
    totals[parent] = (totals[parent] ?? 0) + value;
    taken[parent] = (taken[parent] ?? 0) + (discounts[counts.lengthOf(node)]?.[Math.min(value, 3)] ?? 0);
  }
  return { valueOf, discounts, totals, taken };
};

/** From how many n-grams have the counts 1 to 4. Each leaves something of its count, and takes something from it. */
const discountsOf = ([, one = 0, two = 0, three = 0, four = 0]: Float64Array): Discounts => {
  const share = one / (one + 2 * two);
  const discounts: Discounts = [
    0,
    1 - (2 * share * two) / one,
    2 - (3 * share * three) / two,
    3 - (4 * share * four) / three,
  ];
  const isSound = discounts.every((discount, count) => count === 0 || (discount > 0 && discount <= count));
  return isSound ? discounts : usualDiscounts;
};
