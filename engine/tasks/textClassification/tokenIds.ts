import type { TextClassCodec } from './textClassCodec.ts';

/** What stands for a text without a word or character. */
export const nothingId = 0;
/** What stands for every token that is not known. */
export const unknownId = 1;
const firstId = 2;

/** Different ids that a network with this codec reads. */
export const countIds = (known: number): number => known + firstId;

/** Ids by token. */
export const tokenIds = ({ tokens }: Pick<TextClassCodec, 'tokens'>): ReadonlyMap<string, number> =>
  new Map(tokens.map((token, place) => [token, place + firstId]));
