import type { SymbolSource } from '../../compute/source.ts';
import { learnBytePairs } from '../../encoding/bytePairs.ts';
import type { Encoding } from '../../config.ts';
import type { BytePairCodec, WordCodec } from '../../encoding/codec.ts';
import { spellingOf } from '../../encoding/spelling.ts';
import { SymbolWriter } from '../../encoding/symbolWriter.ts';
import { pieceCoderOf, unknownPiece } from '../../encoding/textCoder.ts';
import { TokenCounts } from '../../encoding/tokenCounts.ts';
import { readWords } from '../../encoding/wordPieces.ts';
import { countCharacters } from '../../files/countCharacters.ts';
import { type ToldText, describeEncodings } from '../../files/decoding/describeEncoding.ts';
import { type Readable, checkLength } from './characterFile.ts';
import type { TextData } from './textFields.ts';

/** Of what is not known in a span, its first symbol left out, since that is only ever given. */
export interface UnknownPieces {
  characters: number;
  /** Nats that it takes to spell it. */
  nats: number;
}

export interface EncodedPieces {
  readonly source: SymbolSource;
  readonly dropped: readonly string[];
  /** How the text is encoded. */
  readonly notes: readonly string[];
  /** Where the symbols begin of the words that begin at or behind each of the cuts. */
  readonly starts: readonly number[];
  /** Before the first cut, between it and the next, … */
  readonly unknown: readonly UnknownPieces[];
}

/**
 * The words that are frequent enough in the first `characters` of a text, and how the others there are spelled; or the
 * pieces of words that are learned of them.
 */
export const fitPieces = async (
  { texts }: Readable,
  {
    unit,
    lowercase,
    encoding,
    minCount,
    pieces,
  }: Pick<TextData, 'unit' | 'lowercase' | 'encoding' | 'minCount' | 'pieces'>,
  characters: number,
): Promise<WordCodec | BytePairCodec> => {
  const counts = new TokenCounts();
  let position = 0;
  for await (const words of readWords(texts, { lowercase, encoding })) {
    let inside = 0;
    for (const word of words) {
      if (position >= characters) break;
      position += countCharacters(word);
      inside++;
    }
    counts.add(inside === words.length ? words : words.slice(0, inside));
    if (position >= characters) break;
  }
  if (unit === 'bytePairs') {
    const learned = await learnBytePairs(counts.entries(), pieces);
    return { kind: 'bytePairs', ...learned, lowercase };
  }
  const tokens = counts.frequent(minCount);
  const known = new Set(tokens);
  const rare = [...counts.entries()].filter(([word]) => !known.has(word));
  return { kind: 'words', tokens, lowercase, spelling: spellingOf(rare) };
};

/** A text as ids of words or their pieces. `cuts` are places in it, in characters, ascending. */
export const encodePieces = async (
  { path, texts, bytes, limits }: Readable,
  codec: WordCodec | BytePairCodec,
  encoding: Encoding | undefined,
  cuts: readonly number[],
): Promise<EncodedPieces> => {
  const coder = pieceCoderOf(codec);
  // A piece takes at least a byte.
  const writer = new SymbolWriter(bytes, limits.encoded);
  const starts: number[] = [];
  const unknown: UnknownPieces[] = [{ characters: 0, nats: 0 }];
  let position = 0;
  let missed = 0;
  const told: ToldText[] = [];
  for await (const words of readWords(texts, { lowercase: codec.lowercase, encoding }, told)) {
    const pieces: number[] = [];
    for (const word of words) {
      const begin = writer.length + pieces.length;
      while (position >= (cuts[starts.length] ?? Infinity)) {
        starts.push(begin);
        unknown.push({ characters: 0, nats: 0 });
      }
      for (const piece of coder.cut(word)) {
        pieces.push(piece);
        if (piece !== unknownPiece) continue;
        missed++;
        const here = unknown.at(-1);
        const isGiven = writer.length + pieces.length - 1 === (starts.at(-1) ?? 0);
        if (!here || isGiven) continue;
        const { letters, nats } = coder.spell(word);
        here.characters += letters;
        here.nats += nats;
      }
      position += countCharacters(word);
    }
    writer.room(pieces.length).set(pieces);
    writer.take(pieces.length);
  }
  checkLength(writer.length, path);
  while (starts.length < cuts.length) {
    starts.push(writer.length);
    unknown.push({ characters: 0, nats: 0 });
  }
  return {
    source: { kind: 'symbols', ids: writer.finish(), vocabulary: coder.vocabulary },
    dropped: missed > 0 ? [describeMissed(missed / writer.length, codec)] : [],
    notes: describeEncodings(told),
    starts,
    unknown,
  };
};

const describeMissed = (share: number, { kind }: WordCodec | BytePairCodec): string => {
  const percent = `${(100 * share).toPrecision(2)} %`;
  return kind === 'words'
    ? `${percent} of the words are rare or not known and read as one unknown.`
    : `${percent} of the pieces are letters that the training part has not, and read as one unknown.`;
};
