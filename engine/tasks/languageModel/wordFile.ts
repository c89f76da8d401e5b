import type { SymbolSource } from '../../compute/source.ts';
import type { WordCodec } from '../../encoding/codec.ts';
import { spellingCosts, spellingOf } from '../../encoding/spelling.ts';
import { SymbolWriter } from '../../encoding/symbolWriter.ts';
import { unknownWord, wordIds } from '../../encoding/textCoder.ts';
import { TokenCounts } from '../../encoding/tokenCounts.ts';
import { readWords } from '../../encoding/wordPieces.ts';
import { countCharacters } from '../../files/countCharacters.ts';
import { type Readable, checkLength } from './characterFile.ts';
import type { TextData } from './textFields.ts';

/** Of the words of a span that are not known, the first of the span left out, since that is only ever given. */
export interface UnknownWords {
  count: number;
  characters: number;
  /** Nats that it takes to spell them. */
  nats: number;
}

export interface EncodedWords {
  readonly source: SymbolSource;
  readonly dropped: readonly string[];
  /** Where the words begin that begin at or behind each of the cuts. */
  readonly starts: readonly number[];
  /** Before the first cut, between it and the next, … */
  readonly unknown: readonly UnknownWords[];
}

/** The words that are frequent enough in the first `characters` of a text, and how the others there are spelled. */
export const fitWords = async (
  { path }: Readable,
  { lowercase, minCount }: Pick<TextData, 'lowercase' | 'minCount'>,
  characters: number,
): Promise<WordCodec> => {
  const counts = new TokenCounts();
  let position = 0;
  for await (const words of readWords(path, lowercase)) {
    let inside = 0;
    for (const word of words) {
      if (position >= characters) break;
      position += countCharacters(word);
      inside++;
    }
    counts.add(inside === words.length ? words : words.slice(0, inside));
    if (position >= characters) break;
  }
  const tokens = counts.frequent(minCount);
  const known = new Set(tokens);
  const rare = [...counts.entries()].filter(([word]) => !known.has(word));
  return { kind: 'words', tokens, lowercase, spelling: spellingOf(rare) };
};

/** A text as ids of words. `cuts` are places in it, in characters, ascending. */
export const encodeWords = async (
  { path, bytes, limits }: Readable,
  codec: WordCodec,
  cuts: readonly number[],
): Promise<EncodedWords> => {
  const ids = wordIds(codec);
  const costOf = spellingCosts(codec.spelling);
  // A word takes at least a byte.
  const writer = new SymbolWriter(bytes, limits.encoded);
  const starts: number[] = [];
  const unknown: UnknownWords[] = [{ count: 0, characters: 0, nats: 0 }];
  let position = 0;
  for await (const words of readWords(path, codec.lowercase)) {
    const room = writer.room(words.length);
    for (const [at, word] of words.entries()) {
      const index = writer.length + at;
      while (position >= (cuts[starts.length] ?? Infinity)) {
        starts.push(index);
        unknown.push({ count: 0, characters: 0, nats: 0 });
      }
      const id = ids.get(word) ?? unknownWord;
      const length = countCharacters(word);
      const here = unknown.at(-1);
      if (id === unknownWord && here && index > (starts.at(-1) ?? 0)) {
        here.count++;
        here.characters += length;
        here.nats += costOf(word);
      }
      room[at] = id;
      position += length;
    }
    writer.take(words.length);
  }
  checkLength(writer.length, path);
  while (starts.length < cuts.length) {
    starts.push(writer.length);
    unknown.push({ count: 0, characters: 0, nats: 0 });
  }
  const missed = unknown.reduce((sum, { count }) => sum + count, 0);
  const share = ((100 * missed) / writer.length).toPrecision(2);
  return {
    source: { kind: 'symbols', ids: writer.finish(), vocabulary: codec.tokens.length + 1 },
    dropped: missed > 0 ? [`${share} % of the words are rare or not known and read as one unknown.`] : [],
    starts,
    unknown,
  };
};
