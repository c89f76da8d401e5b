import { TokenCounts, mostTokens } from '../../encoding/tokenCounts.ts';
import { findTexts } from '../../files/columns/findColumn.ts';
import type { Table } from '../../files/readTable.ts';
import { clamp } from '../config/completion.ts';
import { mostPieces } from '../config/sharedFields.ts';
import { scoredUnit } from './sideCoder.ts';
import { beginningOf, tokensOf } from './spacing.ts';
import type { TranslationData } from './translationFields.ts';

/** Texts that are looked at, evenly spread: enough for a choice, few enough to be done at once. */
const mostLookedAt = 400;
/** Texts of fewer words, such as names, are told apart by their characters. */
const fewWords = 3;
const longest = { words: 100, characters: 300, bytePairs: 150 } as const;
/** Of all texts this share is read whole. */
const wholeShare = 0.99;
/** How the number of different words grows with that of all words at the most: by a power of it (Heaps' law). */
const fastestGrowth = 0.6;

type Unit = TranslationData['unit'];

/** How the texts of a column are best read, and about how many different tokens and how long a text that makes. */
export interface SideSurvey {
  readonly unit: Unit;
  readonly maxLength: number;
  /** Of words where it is cut into byte pairs. */
  readonly tokens: number;
  /** Of byte pairs: as many as are wanted, or as such texts are best cut into. */
  readonly pieces: number;
  /** Different letters of the texts looked at. */
  readonly letters: number;
  /** Of what is read of a text. */
  readonly meanLength: number;
}

interface Wanted {
  readonly unit: Unit | undefined;
  /** What texts are read as that are long enough for words, where the side's own unit is not named. */
  readonly usual: 'words' | 'bytePairs';
  readonly maxLength: number | undefined;
  readonly pieces: number | undefined;
  readonly lowercase: boolean;
}

/** Looks at some texts of a column; without one the choice is that for words. */
export const surveySide = (table: Table, column: string | undefined, wanted: Wanted): SideSurvey => {
  const texts = column === undefined ? [] : someOf(table, column);
  const unit = wanted.unit ?? (areShort(texts) ? 'characters' : wanted.usual);
  const counts = new TokenCounts();
  let ofHalf = 0;
  const whole = texts.map((text, index) => {
    const tokens = tokensOf(scoredUnit({ unit }), wanted.lowercase, text);
    counts.add(tokens);
    if (index === texts.length >> 1) ofHalf = counts.distinct;
    return tokens.length;
  });
  // Letters and sounds are soon all there; of words there are ever more.
  const power = Math.min(fastestGrowth, Math.log2(Math.max(1, counts.distinct / Math.max(1, ofHalf))));
  const growth = (table.rows / Math.max(1, texts.length)) ** power;
  const known = { tokens: Math.min(mostTokens, Math.round(counts.distinct * growth)), letters: lettersOf(texts) };
  const characters = sumOf(texts.map(({ length }) => length));
  const pieces = wanted.pieces ?? usualPieces((characters / Math.max(1, texts.length)) * table.rows, known.letters);
  const perWord = unit === 'bytePairs' ? piecesPerWord(characters / Math.max(1, sumOf(whole)), pieces, known) : 1;
  const lengths = whole.map((each) => Math.ceil(each * perWord)).sort((a, b) => a - b);
  const most = lengths[Math.ceil(wholeShare * lengths.length) - 1] ?? longest[unit];
  const maxLength = wanted.maxLength ?? Math.min(longest[unit], roundUp(most));
  const meanLength = sumOf(lengths.map((each) => Math.min(each, maxLength))) / Math.max(1, lengths.length);
  return { unit, maxLength, meanLength, pieces, ...known };
};

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);

const lettersOf = (texts: readonly string[]): number => new Set(texts.flatMap((text) => [...text])).size;

/** With as many pieces as words most words are one; with letters alone each takes as many as it has. */
const piecesPerWord = (
  length: number,
  pieces: number,
  { tokens, letters }: Pick<SideSurvey, 'tokens' | 'letters'>,
): number => {
  const share = Math.log(pieces / letters) / Math.log(Math.max(2, tokens / letters));
  return Math.max(1, length ** (1 - Math.min(1, Math.max(0, share))));
};

/** Of texts of a million characters two thousand pieces, of more of them more, in powers of two. */
const usualPieces = (characters: number, letters: number): number => {
  const pieces = 2 ** Math.round(Math.log2(Math.max(1, characters / 500)));
  return Math.min(mostPieces, Math.max(clamp(pieces, 256, 8192), 2 * letters));
};

const someOf = (table: Table, column: string): string[] => {
  const texts = findTexts(table, column);
  const every = Math.ceil(table.rows / mostLookedAt);
  const some = Array.from({ length: Math.floor(table.rows / every) }, (_, index) => texts.at(index * every));
  return some.map(beginningOf).filter((each) => each.trim() !== '');
};

const areShort = (texts: readonly string[]): boolean => {
  const words = texts.map((text) => tokensOf('words', false, text).length);
  return texts.length > 0 && words.reduce((sum, each) => sum + each, 0) / texts.length < fewWords;
};

/** With room for longer ones, to two digits, so that a few texts more do not change it. */
const roundUp = (length: number): number => {
  const roomy = 1.2 * length;
  const step = 10 ** Math.max(0, Math.floor(Math.log10(roomy)) - 1);
  return Math.max(8, Math.ceil(roomy / step) * step);
};
