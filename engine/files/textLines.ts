import { InputError } from '../errors.ts';
import { readDecodedChunks } from './decoding/decodedChunks.ts';

/**
 * The lines of a UTF-8 text without their line ends, some at a time. Throws as `readDecodedChunks` does, and an
 * `InputError` for a line of more than `longest` characters, which is a file without lines, with the `way` out.
 */
export async function* readTextLines(
  file: string,
  longest: number,
  way = 'put each sequence on a line of its own',
): AsyncGenerator<readonly string[], void, void> {
  let rest = '';
  let taken = 0;
  for await (const piece of readDecodedChunks(file)) {
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
