import type { TextCodec, WordCodec } from './codec.ts';
import { decodeText, defaultPrime, encodePrime, normaliseText, unknownSymbols } from './textCodec.ts';
import { cutWords } from './tokenizer.ts';

/** Id of every word that a codec does not know. */
export const unknownWord = 0;

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
  /** What is read but cannot be written. */
  readonly unwritten: number | undefined;
}

/** Made once a codec. */
const coders = new WeakMap<TextCodec, TextCoder>();

export const coderOf = (codec: TextCodec): TextCoder => {
  let coder = coders.get(codec);
  if (!coder) {
    coder = codec.kind === 'words' ? new WordCoder(codec) : characterCoder(codec);
    coders.set(codec, coder);
  }
  return coder;
};

const characterCoder = (codec: Exclude<TextCodec, WordCodec>): TextCoder => ({
  vocabulary: [...codec.symbols].length,
  textOf: (id) => decodeText(codec, [id]),
  encode: (text) => encodePrime(codec, text),
  // Without the symbols that are not known.
  echo: (text) => decodeText(codec, encodePrime(codec, text)),
  unknown: (text) => unknownSymbols(codec, text),
  start: defaultPrime(codec),
  unwritten: undefined,
});

class WordCoder implements TextCoder {
  readonly vocabulary: number;
  readonly unwritten = unknownWord;
  private readonly codec: WordCodec;
  private readonly ids: ReadonlyMap<string, number>;

  constructor(codec: WordCodec) {
    this.codec = codec;
    this.vocabulary = codec.tokens.length + 1;
    this.ids = wordIds(codec);
  }

  /** Where a line begins, or after the most frequent word. */
  get start(): Uint16Array {
    return Uint16Array.of(this.ids.get('\n') ?? Math.min(1, this.codec.tokens.length));
  }

  textOf(id: number): string {
    return this.codec.tokens[id - 1] ?? '';
  }

  encode(text: string): Uint16Array {
    return Uint16Array.from(cutWords(this.echo(text)), (word) => this.ids.get(word) ?? unknownWord);
  }

  /** Without a space at its end: that belongs to the word that comes. */
  echo(text: string): string {
    const normal = normaliseText(text, this.codec.lowercase);
    return normal.endsWith(' ') && !normal.endsWith('  ') ? normal.slice(0, -1) : normal;
  }

  unknown(text: string): string[] {
    return [...new Set(cutWords(this.echo(text)).filter((word) => !this.ids.has(word)))].map((word) => word.trim());
  }
}

export const wordIds = ({ tokens }: WordCodec): ReadonlyMap<string, number> =>
  new Map(tokens.map((token, place) => [token, place + 1]));
