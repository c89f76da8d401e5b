import { TokenCounts, mostTokens } from '../../encoding/tokenCounts.ts';
import { tokenize } from '../../encoding/tokenizer.ts';
import { findTexts } from '../../files/columns/findColumn.ts';
import type { Table } from '../../files/readTable.ts';
import { countIds } from '../../encoding/tokenIds.ts';
import type { TextReading } from './textReading.ts';

/** Texts that are looked at, evenly spread: enough for a choice, few enough to be done at once. */
const mostLookedAt = 400;
/** Texts of fewer words, such as names, are told apart by their characters. */
const fewWords = 3;
const longest = { words: 400, characters: 1000 } as const;
/** Of all texts this share is read whole. */
const wholeShare = 0.99;
/** How the number of different words grows with that of all words (Heaps' law), about. */
const wordGrowth = 0.6;

/** How the texts of a table are best read, and about how many ids and how long a text that makes. */
export interface TextsSurvey extends TextReading {
  readonly vocabulary: number;
  /** Of what is read of a text. */
  readonly meanLength: number;
}

/** Looks at some texts of a column; without one the choice is that for words. */
export const surveyTexts = (table: Table, text: string | undefined, wanted: Partial<TextReading>): TextsSurvey => {
  const texts = text === undefined ? [] : someOf(table, text);
  const unit = wanted.unit ?? (areShort(texts) ? 'characters' : 'words');
  const lowercase = wanted.lowercase ?? unit === 'words';
  const minCount = wanted.minCount ?? (unit === 'words' ? 2 : 1);
  const counts = new TokenCounts();
  const lengths: number[] = [];
  for (const each of texts) {
    const tokens = tokenize({ unit, lowercase }, each);
    counts.add(tokens);
    lengths.push(tokens.length);
  }
  lengths.sort((a, b) => a - b);
  const most = lengths[Math.ceil(wholeShare * lengths.length) - 1] ?? longest[unit];
  const maxLength = wanted.maxLength ?? Math.min(longest[unit], roundUp(most));
  const meanLength = lengths.reduce((sum, each) => sum + Math.min(each, maxLength), 0) / Math.max(1, lengths.length);
  const growth = unit === 'words' ? (table.rows / Math.max(1, texts.length)) ** wordGrowth : 1;
  const vocabulary = countIds(Math.min(mostTokens, Math.round(counts.distinct * growth)));
  return { unit, lowercase, minCount, maxLength, vocabulary, meanLength };
};

const someOf = (table: Table, text: string): string[] => {
  const texts = findTexts(table, text);
  const every = Math.ceil(table.rows / mostLookedAt);
  const some = Array.from({ length: Math.floor(table.rows / every) }, (_, index) => texts.at(index * every));
  return some.filter((each) => each.trim() !== '');
};

const areShort = (texts: readonly string[]): boolean => {
  const words = texts.map((text) => tokenize({ unit: 'words', lowercase: false }, text).length);
  return texts.length > 0 && words.reduce((sum, each) => sum + each, 0) / texts.length < fewWords;
};

/** To two digits, so that a few texts more do not change it. */
const roundUp = (length: number): number => {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(length)) - 1);
  return Math.max(8, Math.ceil(length / step) * step);
};
