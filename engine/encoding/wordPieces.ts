import { type TextPath, readCorpusChunks } from '../files/corpus.ts';
import { cutChunks } from '../files/decoding/decodedChunks.ts';
import type { ToldText } from '../files/decoding/describeEncoding.ts';
import { normaliseText } from './textCodec.ts';
import type { TextOptions } from './textBytes.ts';
import { cutWords } from './tokenizer.ts';

/**
 * The words of one text file or of several, in lists one after another, as `cutWords` has them. A list ends with a line, or in a long
 * line with a space, so that no word is cut; nothing is as long as a piece of the file but what has neither. `told` gets
 * how each file is encoded.
 */
export async function* readWords(
  file: TextPath,
  { lowercase, encoding }: TextOptions,
  told: ToldText[] = [],
): AsyncGenerator<string[], void, void> {
  let rest = '';
  for await (const piece of cutChunks(readCorpusChunks(file, encoding, told))) {
    const text = rest + normaliseText(piece, lowercase);
    const end = endOfWords(text);
    if (end > 0) yield cutWords(text.slice(0, end));
    rest = text.slice(end);
  }
  if (rest !== '') yield cutWords(rest);
}

/** After the last line break, or where lines are long, before the last space. */
const endOfWords = (text: string): number => {
  const line = text.lastIndexOf('\n') + 1;
  if (line > 0) return line;
  const space = text.lastIndexOf(' ');
  return space > 0 ? space : text.length;
};
