import type { TextPath } from '../files/corpus.ts';
import { countCharacters } from '../files/countCharacters.ts';
import type { TextOptions } from './textBytes.ts';
import { TokenCounts, mostTokens } from './tokenCounts.ts';
import { readWords } from './wordPieces.ts';

/** Characters that are looked at: enough for a choice, few enough to be done at once. */
const mostLookedAt = 1 << 20;
/** How the number of different words grows with that of all words (Heaps' law), about. */
const wordGrowth = 0.6;

/** About how many words a text has. */
export interface WordSurvey {
  /** Of those looked at. */
  readonly charactersPerWord: number;
  /** How many different ones stand at least so often in so many characters. */
  distinct(minCount: number, characters: number): number;
}

/** Looks at the words at the beginning of a text file. Throws as `readUtf8Chunks` does. */
export const surveyWords = async (file: TextPath, options: TextOptions): Promise<WordSurvey> => {
  const counts = new TokenCounts();
  let characters = 0;
  let words = 0;
  for await (const some of readWords(file, options)) {
    counts.add(some);
    words += some.length;
    for (const word of some) characters += countCharacters(word);
    if (characters >= mostLookedAt) break;
  }
  return {
    charactersPerWord: characters / Math.max(1, words),
    distinct: (minCount, all) => {
      const growth = (all / Math.max(1, characters)) ** wordGrowth;
      return Math.min(mostTokens, Math.round(counts.frequent(minCount).length * growth));
    },
  };
};
