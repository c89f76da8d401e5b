import type { Encoding } from '../config.ts';
import { type TextPath, readCorpusChunks } from '../files/corpus.ts';
import type { ToldText } from '../files/decoding/describeEncoding.ts';
import { normaliseText } from './textCodec.ts';

/** What is said of how a file is read as a text. */
export interface TextOptions {
  readonly lowercase: boolean;
  /** How its characters are written, where that is not to be found out. */
  readonly encoding?: Encoding | undefined;
}

const carriageReturn = 13;

/**
 * The text of one file or of several as a codec's symbols see it (see `normaliseText`), in pieces of UTF-8 that are whole
 * symbols. `told` gets how each is encoded.
 */
export async function* readNormalisedChunks(
  file: TextPath,
  { lowercase, encoding }: TextOptions,
  told: ToldText[] = [],
): AsyncGenerator<Buffer, void, void> {
  for await (const bytes of readCorpusChunks(file, encoding, told)) {
    const isNormal = !lowercase && !bytes.includes(carriageReturn);
    yield isNormal ? bytes : Buffer.from(normaliseText(bytes.toString('utf8'), lowercase));
  }
}

/** Bytes of the symbol that begins with this one. */
export const symbolLength = (first: number): number => (first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4);

/** The code point that begins at `at` in valid UTF-8. */
export const symbolAt = (bytes: Uint8Array, at: number): number => {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return first;
  const second = (bytes[at + 1] ?? 0) & 0x3f;
  if (first < 0xe0) return ((first & 0x1f) << 6) | second;
  const third = (bytes[at + 2] ?? 0) & 0x3f;
  if (first < 0xf0) return ((first & 0x0f) << 12) | (second << 6) | third;
  return ((first & 0x07) << 18) | (second << 12) | (third << 6) | ((bytes[at + 3] ?? 0) & 0x3f);
};
