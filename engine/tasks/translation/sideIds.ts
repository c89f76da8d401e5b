import type { NetworkShape } from '../../network/networkShape.ts';
import type { SideCodec, TranslationCodec } from './translationCodec.ts';

/** Of a source what stands for a text without a word or character; of a target what every one begins and ends with. */
export const edgeId = 0;
/** What stands for every token that is not known. */
export const unknownId = 1;
const firstId = 2;

/** Different ids of a side that knows so many tokens. */
export const countIds = (known: number): number => known + firstId;

/** Ids by token. */
export const idsOf = ({ tokens }: SideCodec): ReadonlyMap<string, number> =>
  new Map(tokens.map((token, place) => [token, place + firstId]));

/** The token of an id, undefined for those that are none. */
export const tokenOf = ({ tokens }: SideCodec, id: number): string | undefined => tokens[id - firstId];

/** The network's for sides that know so many tokens. */
export const shapeOfSides = (source: number, target: number): NetworkShape => ({
  input: { kind: 'symbols', vocabulary: countIds(source), padding: edgeId },
  outputSize: countIds(target),
  everyStep: true,
  target: { kind: 'symbols', vocabulary: countIds(target) },
});

/** Ids in, ids out, one after the other. */
export const shapeOf = ({ source, target }: TranslationCodec): NetworkShape =>
  shapeOfSides(source.tokens.length, target.tokens.length);
