import type { NetworkShape } from '../../network/networkShape.ts';

/** Of a source what stands for a text without a word or character; of a target what every one begins and ends with. */
export const edgeId = 0;
/** What stands for every token that is not known. */
export const unknownId = 1;
/** Of what is known. */
export const firstId = 2;

/** Different ids of a side that knows so many tokens. */
export const countIds = (known: number): number => known + firstId;

/** Ids in, ids out, one after the other: the network's for sides with so many different ids. */
export const shapeOfSides = (source: number, target: number): NetworkShape => ({
  input: { kind: 'symbols', vocabulary: source, padding: edgeId },
  outputSize: target,
  everyStep: true,
  target: { kind: 'symbols', vocabulary: target },
});
