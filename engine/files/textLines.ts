import type { Encoding } from '../config.ts';
import { InputError } from '../errors.ts';
import { readDecodedChunks, readUtf8Chunks } from './decoding/decodedChunks.ts';
import type { Told } from './decoding/describeEncoding.ts';

/** How the lines of a file are read. */
export interface LineOptions {
  /** How its characters are written, where that is not to be found out. */
  readonly encoding?: Encoding | undefined;
  /** What to do with a file without lines. */
  readonly way?: string;
}

/**
 * The lines of a text without their line ends, some at a time; `told` gets how it is encoded. Throws as `readUtf8Chunks`
 * does, and an `InputError` for a line of more than `longest` characters, which is a file without lines.
 */
export async function* readTextLines(
  file: string,
  longest: number,
  told: Told,
  { encoding, way = 'put each sequence on a line of its own' }: LineOptions,
): AsyncGenerator<readonly string[], void, void> {
  let rest = '';
  let taken = 0;
  for await (const piece of readDecodedChunks(file, readUtf8Chunks(file, told, encoding))) {
    const end = piece.lastIndexOf('\n') + 1;
    if (end === 0) rest += piece;
    else {
      const lines = (rest + piece.slice(0, end - 1)).split('\n').map(withoutReturn);
      taken += lines.length;
      yield lines;
      rest = piece.slice(end);
    }
    if (rest.length > longest) {
      const message = `is a line of more than ${Math.floor(longest / 1e6)} million characters; ${way}`;
      throw new InputError(message, { file, line: taken + 1 });
    }
  }
  if (rest !== '') yield [withoutReturn(rest)];
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);
