import { edgeId, unknownId } from './sideIds.ts';

/** What a decoder has put out so far, one symbol after another. */
export interface Hypothesis {
  readonly symbol: number;
  readonly before: Hypothesis | undefined;
  /** Symbols, the end left out of account. */
  readonly length: number;
  /** Logarithm of its probability. */
  readonly log: number;
  /** The lane that it is in, for the step after. */
  readonly lane: number;
  readonly hasEnded: boolean;
}

/** Nothing put out yet, in the lane that its source has. */
export const firstHypothesis = (lane: number): Hypothesis => ({
  ...{ symbol: edgeId, before: undefined, length: 0, log: 0, lane, hasEnded: false },
});

/** The symbols of one, without its edges. */
export const symbolsOf = (hypothesis: Hypothesis): number[] => {
  const symbols: number[] = [];
  for (let at = hypothesis; at.before; at = at.before) {
    if (at.symbol !== edgeId) symbols.push(at.symbol);
  }
  return symbols.reverse();
};

/** How good one is beside others that are longer or shorter: log P / ((5 + length) / 6)^α (Wu et al. 2016). */
export const scoreOf = (log: number, length: number, penalty: number): number => log / ((5 + length) / 6) ** penalty;

/** One with what may come next; undefined for the unknown, which stands for no text. */
export const continued = (before: Hypothesis, symbol: number, log: number): Hypothesis | undefined => {
  if (symbol === unknownId) return undefined;
  const hasEnded = symbol === edgeId;
  return {
    ...{ symbol, before, lane: before.lane, hasEnded },
    length: before.length + (hasEnded ? 0 : 1),
    log: before.log + log,
  };
};
