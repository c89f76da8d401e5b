import type { Spelling } from '../../compute/source.ts';
import { nothingId, tokenIds, unknownId, countIds } from '../../encoding/tokenIds.ts';
import type { TokenInputs } from './labelingCodec.ts';

/** Letters of a word that are read: of a longer one the first and the last, where most stands that tells of its class. */
const longestWord = 24;

/** The letters of a word, code points of Unicode's composed form. */
export const lettersOf = (word: string): string[] => {
  const letters = [...word.normalize('NFC')];
  if (letters.length <= longestWord) return letters;
  return [...letters.slice(0, longestWord / 2), ...letters.slice(-longestWord / 2)];
};

/** Numbers words, and writes each of them in the letters that a network knows. */
export class WordSpeller {
  private readonly known: ReadonlyMap<string, number>;
  private readonly vocabulary: number;
  private readonly words = new Map<string, number>();
  private readonly ids: number[] = [];
  /** Word 0 has no letters. */
  private readonly starts: number[] = [0, 0];

  constructor(characters: NonNullable<TokenInputs['characters']>) {
    this.known = tokenIds({ tokens: characters });
    this.vocabulary = countIds(characters.length);
  }

  /** The number of a word as it stands in the file. */
  numberOf(word: string): number {
    const known = this.words.get(word);
    if (known !== undefined) return known;
    const number = this.words.size + 1;
    this.words.set(word, number);
    for (const letter of lettersOf(word)) this.ids.push(this.known.get(letter) ?? unknownId);
    this.starts.push(this.ids.length);
    return number;
  }

  /** Of the words so far, of which `words` are the steps. */
  finish(words: Int32Array): Spelling {
    return {
      words,
      letters: {
        ids: Uint16Array.from(this.ids),
        starts: Float64Array.from(this.starts),
        ...{ steps: longestWord, vocabulary: this.vocabulary },
      },
    };
  }
}

/** What the network is told of the letters that it reads. */
export const lettersShape = (characters: readonly string[]) => ({
  ...{ vocabulary: countIds(characters.length), padding: nothingId, longest: longestWord },
});
