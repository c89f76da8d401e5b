import { readDecodedChunks } from './decodedChunks.ts';
import { normaliseText } from './textCodec.ts';

export interface TextSurvey {
  /** Code points. */
  readonly symbols: number;
  readonly lines: number;
  /** Every code point once, in order. */
  readonly vocabulary: string;
}

/** Counts a text without keeping it. Windows line ends count as one symbol, a byte order mark as none. */
export const surveyText = async (file: string, lowercase: boolean): Promise<TextSurvey> => {
  const isUsed = new Uint8Array(0x110000);
  let symbols = 0;
  let breaks = 0;
  let last = 0;
  await readSymbols(file, lowercase, (codePoint) => {
    isUsed[codePoint] = 1;
    symbols++;
    if (codePoint === 10) breaks++;
    last = codePoint;
  });
  const vocabulary: string[] = [];
  for (let codePoint = 0; codePoint < isUsed.length; codePoint++) {
    if (isUsed[codePoint] === 1) vocabulary.push(String.fromCodePoint(codePoint));
  }
  return { symbols, lines: symbols > 0 && last !== 10 ? breaks + 1 : breaks, vocabulary: vocabulary.join('') };
};

/** Hands every code point of a normalised text to `onSymbol`, in order. */
export const readSymbols = async (
  file: string,
  lowercase: boolean,
  onSymbol: (codePoint: number) => void,
): Promise<void> => {
  const each = (piece: string): void => {
    const text = normaliseText(piece, lowercase);
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      // The high half of a pair: the decoder lets no lone halves through.
      if (unit >= 0xd800 && unit <= 0xdbff) {
        onSymbol(text.codePointAt(at) ?? 0);
        at++;
      } else onSymbol(unit);
    }
  };
  let held = '';
  for await (const piece of readDecodedChunks(file)) {
    // A line end may be cut in two between CR and LF.
    const text = held + piece;
    held = text.endsWith('\r') ? '\r' : '';
    each(held === '' ? text : text.slice(0, -1));
  }
  each(held);
};
