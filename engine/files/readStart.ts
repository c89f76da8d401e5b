import { readDecodedChunks } from './decodedChunks.ts';

/** Characters that are enough to guess a format from. */
export const sampleLength = 1 << 17;

/** The beginning of a file's text, enough to guess its format from. */
export const readStart = async (file: string): Promise<string> => {
  let start = '';
  for await (const piece of readDecodedChunks(file)) {
    start += piece;
    if (start.length >= sampleLength) break;
  }
  return start.slice(0, sampleLength);
};
