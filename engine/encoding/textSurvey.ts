import { readNormalisedChunks, symbolAt, symbolLength } from './textBytes.ts';

export interface TextSurvey {
  /** Code points. */
  readonly symbols: number;
  readonly lines: number;
  /** Every code point once, in order. */
  readonly vocabulary: string;
}

const lineFeed = 10;

/**
 * Counts a text without keeping it. Windows line ends count as one symbol, a byte order mark as none. Throws an
 * `InputError` for a file that cannot be read as text.
 */
export const surveyText = async (file: string, lowercase: boolean): Promise<TextSurvey> => {
  const counts = new Float64Array(0x110000);
  let last = 0;
  for await (const bytes of readNormalisedChunks(file, lowercase)) {
    countSymbols(bytes, counts);
    last = bytes[bytes.length - 1] ?? last;
  }
  const vocabulary: string[] = [];
  let symbols = 0;
  for (let codePoint = 0; codePoint < counts.length; codePoint++) {
    const count = counts[codePoint] ?? 0;
    if (count > 0) vocabulary.push(String.fromCodePoint(codePoint));
    symbols += count;
  }
  const breaks = counts[lineFeed] ?? 0;
  return { symbols, lines: symbols > 0 && last !== lineFeed ? breaks + 1 : breaks, vocabulary: vocabulary.join('') };
};

const countSymbols = (bytes: Uint8Array, counts: Float64Array): void => {
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) {
      counts[byte] = (counts[byte] ?? 0) + 1;
      at++;
    } else {
      const symbol = symbolAt(bytes, at);
      counts[symbol] = (counts[symbol] ?? 0) + 1;
      at += symbolLength(byte);
    }
  }
};
