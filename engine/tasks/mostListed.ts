import type { PredictParams } from '../protocol.ts';

/** Rows listed in a reply: more than a person reads, few enough for an editor; or as many as one edit may fill. */
export const mostListed = ({ emptyOnly }: PredictParams): number => (emptyOnly ? 100_000 : 1000);
