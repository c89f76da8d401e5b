import type { Encoding } from '../../config.ts';
import { readDecodedChunks, readUtf8Chunks } from './decodedChunks.ts';

/** Characters that are enough to guess a format from. */
export const sampleLength = 1 << 17;

/** The beginning of a file's text, enough to guess its format from. */
export const readStart = async (file: string, encoding?: Encoding): Promise<string> => {
  let start = '';
  // Whoever reads all of it tells how it is encoded.
  for await (const piece of readDecodedChunks(file, readUtf8Chunks(file, {}, encoding))) {
    start += piece;
    if (start.length >= sampleLength) break;
  }
  return start.slice(0, sampleLength);
};
