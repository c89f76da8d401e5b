import { BytePairCutter } from '../../encoding/bytePairs.ts';
import { cutWords } from '../../encoding/tokenizer.ts';
import type { NetworkShape } from '../../network/networkShape.ts';
import { countIds, firstId, shapeOfSides, unknownId } from './sideIds.ts';
import { normalForm, tokensOf, WordJoiner } from './spacing.ts';
import type { PieceSide, SideCodec, TokenSide, TranslationCodec } from './translationCodec.ts';

/** Texts of one side as a network's ids. */
export interface SideCoder {
  /** Different ids. */
  readonly vocabulary: number;
  /** Without the edges; `unknownId` for each word, character or letter that is not known. */
  encode(text: string): readonly number[];
  /** The word, character or piece of an id; undefined for those that are none. */
  textOf(id: number): string | undefined;
  /** What is not known of so many ids of a text, its first, each once. */
  unknown(text: string, read: number): string[];
}

/** A side that texts are put together on. */
export interface TargetCoder extends SideCoder {
  /** The text that ids write, and the words or characters by which it is held against another. */
  decode(ids: readonly number[]): { readonly text: string; readonly tokens: readonly string[] };
}

/** Made once a codec. */
const coders = new WeakMap<TranslationCodec, { readonly source: SideCoder; readonly target: TargetCoder }>();

/** The coders of both sides. */
export const codersOf = (codec: TranslationCodec): { readonly source: SideCoder; readonly target: TargetCoder } => {
  const { source, target, lowercase } = codec;
  const made = coders.get(codec) ?? {
    source: coderOf(source, lowercase),
    target: target.unit === 'bytePairs' ? pieceTarget(target, lowercase) : tokenTarget(target, lowercase),
  };
  coders.set(codec, made);
  return made;
};

/** Ids in, ids out. */
export const shapeOf = (codec: TranslationCodec): NetworkShape => {
  const { source, target } = codersOf(codec);
  return shapeOfSides(source.vocabulary, target.vocabulary);
};

const coderOf = (side: SideCodec, lowercase: boolean): SideCoder =>
  side.unit === 'bytePairs' ? pieceTarget(side, lowercase) : tokenCoder(side, lowercase);

const tokenCoder = ({ unit, tokens }: TokenSide, lowercase: boolean): SideCoder => {
  const ids = new Map(tokens.map((token, place) => [token, place + firstId]));
  return {
    vocabulary: countIds(tokens.length),
    encode: (text) => tokensOf(unit, lowercase, text).map((token) => ids.get(token) ?? unknownId),
    textOf: (id) => tokens[id - firstId],
    unknown: (text, read) => {
      const tokens = tokensOf(unit, lowercase, text).slice(0, read);
      return [...new Set(tokens.filter((token) => !ids.has(token)))];
    },
  };
};

const tokenTarget = (side: Extract<TranslationCodec['target'], TokenSide>, lowercase: boolean): TargetCoder => {
  const joiner = new WordJoiner(side);
  return {
    ...tokenCoder(side, lowercase),
    decode: (ids) => {
      const tokens = ids.flatMap((id) => side.tokens[id - firstId] ?? []);
      return { tokens, text: side.unit === 'characters' ? tokens.join('') : joiner.join(tokens) };
    },
  };
};

/** Pieces come after the edge: their unknown one, 0, is the unknown id. */
const pieceTarget = (side: PieceSide, lowercase: boolean): TargetCoder => {
  const cutter = new BytePairCutter(side);
  const letters = new Set(side.letters);
  return {
    vocabulary: cutter.texts.length + unknownId,
    encode: (text) =>
      wordsOfPieces(lowercase, text).flatMap((word) => cutter.cut(word).map((piece) => piece + unknownId)),
    textOf: (id) => cutter.texts[id - unknownId],
    unknown: (text, read) => {
      let count = 0;
      const words = wordsOfPieces(lowercase, text).filter((word) => (count += cutter.cut(word).length) <= read);
      return [...new Set(words.join(''))].filter((letter) => !letters.has(letter));
    },
    decode: (ids) => {
      const text = ids
        .map((id) => cutter.texts[id - unknownId] ?? '')
        .join('')
        .trim();
      return { text, tokens: tokensOf('words', false, text) };
    },
  };
};

/** The words that pieces are made of: the first one has a space before it as others have, so that it is the same word. */
export const wordsOfPieces = (lowercase: boolean, text: string): string[] => {
  const normal = normalForm(text, lowercase).trim();
  return normal === '' ? [] : cutWords(` ${normal}`);
};

/** What texts of a side are compared by: pieces are put together to words first. */
export const scoredUnit = ({ unit }: Pick<SideCodec, 'unit'>): TokenSide['unit'] =>
  unit === 'bytePairs' ? 'words' : unit;
