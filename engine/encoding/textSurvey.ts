import type { TextPath } from '../files/corpus.ts';
import { type ToldText, describeEncodings } from '../files/decoding/describeEncoding.ts';
import { SymbolWriter } from './symbolWriter.ts';
import { type TextOptions, readNormalisedChunks, symbolAt, symbolLength } from './textBytes.ts';
import { mostVocabulary } from './textCodec.ts';

export interface TextSurvey {
  /** Code points. */
  readonly symbols: number;
  readonly lines: number;
  /** Every code point once, in order. */
  readonly vocabulary: string;
  /** What is to be told of how it is encoded, a sentence each. */
  readonly notes: readonly string[];
  /** The text as places in the vocabulary, where there was room for them. */
  readonly ids?: Uint16Array;
}

const lineFeed = 10;
/** Code points that a text is counted with at first: as many as there are take nine megabytes, and most texts have few. */
const firstPoints = 0x300;

/**
 * Counts a text, and numbers its symbols when it has at most `mostBytes`; a longer one is not kept. Windows line ends
 * count as one symbol, a byte order mark as none. Throws an `InputError` for a file that cannot be read as text.
 */
export const surveyText = async (file: TextPath, options: TextOptions, mostBytes = 0): Promise<TextSurvey> => {
  let counts = new Float64Array(firstPoints);
  const numbers = mostBytes > 0 ? new SymbolNumbers(mostBytes) : undefined;
  const told: ToldText[] = [];
  let last = 0;
  for await (const bytes of readNormalisedChunks(file, options, told)) {
    counts = countSymbols(bytes, counts);
    numbers?.add(bytes);
    last = bytes[bytes.length - 1] ?? last;
  }
  const codePoints: number[] = [];
  let symbols = 0;
  for (let codePoint = 0; codePoint < counts.length; codePoint++) {
    const count = counts[codePoint] ?? 0;
    if (count > 0) codePoints.push(codePoint);
    symbols += count;
  }
  const breaks = counts[lineFeed] ?? 0;
  const ids = numbers?.finish(codePoints);
  return {
    symbols,
    lines: symbols > 0 && last !== lineFeed ? breaks + 1 : breaks,
    vocabulary: codePoints.map((codePoint) => String.fromCodePoint(codePoint)).join(''),
    notes: describeEncodings(told),
    ...(ids && { ids }),
  };
};

/** Adds to `counts`, by code point, or to a larger copy of them: whichever is the result. */
const countSymbols = (bytes: Uint8Array, given: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
  let counts = given;
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) {
      counts[byte] = (counts[byte] ?? 0) + 1;
      at++;
    } else {
      const symbol = symbolAt(bytes, at);
      if (symbol >= counts.length) {
        const wider = new Float64Array(widthFor(symbol));
        wider.set(counts);
        counts = wider;
      }
      counts[symbol] = (counts[symbol] ?? 0) + 1;
      at += symbolLength(byte);
    }
  }
  return counts;
};

/** So wide that a text in one script widens it once. */
const widthFor = (symbol: number): number => (symbol < 0x10000 ? 0x10000 : 0x110000);

/** Numbers symbols in the order in which they come, and in the order of the vocabulary when that is known. */
class SymbolNumbers {
  private readonly ids: SymbolWriter;
  /** `code point -> number + 1` */
  private numbers = new Uint32Array(firstPoints);
  private count = 0;

  constructor(mostBytes: number) {
    this.ids = new SymbolWriter(mostBytes, Infinity);
  }

  add(bytes: Uint8Array): void {
    let { numbers } = this;
    const ids = this.ids.room(bytes.length);
    let end = 0;
    for (let at = 0; at < bytes.length;) {
      const byte = bytes[at] ?? 0;
      const symbol = byte < 0x80 ? byte : symbolAt(bytes, at);
      if (symbol >= numbers.length) {
        this.numbers = new Uint32Array(widthFor(symbol));
        this.numbers.set(numbers);
        numbers = this.numbers;
      }
      let number = numbers[symbol] ?? 0;
      if (number === 0) numbers[symbol] = number = ++this.count;
      ids[end++] = number - 1;
      at += byte < 0x80 ? 1 : symbolLength(byte);
    }
    this.ids.take(end);
  }

  /** Nothing where there are more symbols than numbers. */
  finish(codePoints: readonly number[]): Uint16Array | undefined {
    const ids = this.ids.finish();
    if (!(ids instanceof Uint16Array) || this.count > mostVocabulary) return undefined;
    const places = new Uint16Array(this.count);
    for (const [place, codePoint] of codePoints.entries()) places[(this.numbers[codePoint] ?? 0) - 1] = place;
    for (let at = 0; at < ids.length; at++) ids[at] = places[ids[at] ?? 0] ?? 0;
    return ids;
  }
}
