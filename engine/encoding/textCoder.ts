import { BytePairCutter } from './bytePairs.ts';
import type { BytePairCodec, CharacterCodec, TextCodec, WordCodec } from './codec.ts';
import { spellingCosts } from './spelling.ts';
import { decodeText, defaultPrime, encodePrime, normaliseText, unknownSymbols } from './textCodec.ts';
import { cutWords } from './tokenizer.ts';

/** Id of every word, or letter of a word, that a codec does not know. */
export const unknownPiece = 0;

/** Nats of a letter that is none of those known: any of Unicode's. */
const anyLetter = Math.log(0x110000);

/** A text as a network's symbols, and back. */
export interface TextCoder {
  /** Different symbols. */
  readonly vocabulary: number;
  /** What a symbol writes. */
  textOf(id: number): string;
  /** Of a text to write on from. */
  encode(text: string): Uint16Array;
  /** That text as it stands before what is written on. */
  echo(text: string): string;
  /** What of it the network never saw, each once. */
  unknown(text: string): string[];
  /** What stands before a text that nothing is said of. */
  readonly start: Uint16Array;
  /** What is read but cannot be written, and whether that is whole words. */
  readonly unwritten?: { readonly id: number; readonly isWord: boolean };
}

/** A coder of words, or of pieces of words. */
export interface PieceCoder extends TextCoder {
  cut(word: string): readonly number[];
  /** Letters that one unknown piece of a word stands for, and nats that it takes to spell them. */
  spell(word: string): { readonly letters: number; readonly nats: number };
}

/** Made once a codec. */
const coders = new WeakMap<TextCodec, TextCoder>();

export const coderOf = (codec: TextCodec): TextCoder =>
  codec.kind === 'text' ? kept(codec, characterCoder) : pieceCoderOf(codec);

export const pieceCoderOf = (codec: WordCodec | BytePairCodec): PieceCoder =>
  codec.kind === 'words' ? kept(codec, wordCoder) : kept(codec, bytePairCoder);

const kept = <Codec extends TextCodec, Coder extends TextCoder>(codec: Codec, make: (codec: Codec) => Coder): Coder => {
  // What is kept of a codec was made of it.
  const coder = (coders.get(codec) as Coder | undefined) ?? make(codec);
  coders.set(codec, coder);
  return coder;
};

const characterCoder = (codec: CharacterCodec): TextCoder => ({
  vocabulary: [...codec.symbols].length,
  textOf: (id) => decodeText(codec, [id]),
  encode: (text) => encodePrime(codec, text),
  // Without the symbols that are not known.
  echo: (text) => decodeText(codec, encodePrime(codec, text)),
  unknown: (text) => unknownSymbols(codec, text),
  start: defaultPrime(codec),
});

const wordCoder = (codec: WordCodec): PieceCoder => {
  const { tokens, lowercase, spelling } = codec;
  const ids = new Map(tokens.map((token, place) => [token, place + 1]));
  const costOf = spellingCosts(spelling);
  const cut = (word: string): number[] => [ids.get(word) ?? unknownPiece];
  /** What is typed begins anywhere in a line: its first word is known with a space before it too. */
  const wordsOf = (text: string): string[] =>
    cutWords(echo(text, lowercase)).map((word, at) => (at > 0 || ids.has(word) ? word : ` ${word}`));
  return {
    cut,
    encode: (text) => Uint16Array.from(wordsOf(text).flatMap(cut)),
    echo: (text) => echo(text, lowercase),
    vocabulary: tokens.length + 1,
    textOf: (id) => tokens[id - 1] ?? '',
    unknown: (text) => {
      const unknown = wordsOf(text).filter((word) => !ids.has(word));
      return [...new Set(unknown.map((word) => word.trim()))];
    },
    // Where a line begins, or after the most frequent word.
    start: Uint16Array.of(ids.get('\n') ?? Math.min(1, tokens.length)),
    unwritten: { id: unknownPiece, isWord: true },
    spell: (word) => ({ letters: [...word].length, nats: costOf(word) }),
  };
};

const bytePairCoder = (codec: BytePairCodec): PieceCoder => {
  const { letters, lowercase } = codec;
  const cutter = new BytePairCutter(codec);
  const known = new Set(letters);
  const cut = (word: string): readonly number[] => cutter.cut(word);
  return {
    cut,
    encode: (text) => Uint16Array.from(cutWords(echo(text, lowercase)).flatMap(cut)),
    echo: (text) => echo(text, lowercase),
    vocabulary: cutter.texts.length,
    textOf: (id) => cutter.texts[id] ?? '',
    unknown: (text) => [...new Set(normaliseText(text, lowercase))].filter((letter) => !known.has(letter)),
    start: Uint16Array.of(cut('\n')[0] || Math.min(1, known.size)),
    unwritten: { id: unknownPiece, isWord: false },
    spell: () => ({ letters: 1, nats: anyLetter }),
  };
};

/** Without a space at its end: that belongs to the word that comes. */
const echo = (text: string, lowercase: boolean): string => {
  const normal = normaliseText(text, lowercase);
  return normal.endsWith(' ') && !normal.endsWith('  ') ? normal.slice(0, -1) : normal;
};
