import type { TransformedScale } from './transform/valueTransform.ts';

/**
 * What was fitted on the training split: enough to encode another file as the network expects it and to decode what
 * the network says. Plain JSON, stored with the model; what is in it, its task knows.
 */
export interface Codec {
  readonly kind: string;
}

/** `encoded = (value - offset) / scale`; `scale` is never 0. */
export interface Scale {
  readonly offset: number;
  readonly scale: number;
}

export type CalendarPeriod = 'day' | 'week' | 'year';

/** One column of the file, or one period of the calendar, as inputs of the network. */
export type InputCodec =
  | ({ readonly kind: 'number'; readonly column: string } & TransformedScale)
  /**
   * One-hot over `values`; a value that training never saw is all zeros. Of a kind of series it is the mean of all, and an
   * empty cell has what the next one says.
   */
  | {
      readonly kind: 'category';
      readonly column: string;
      readonly values: readonly string[];
      readonly isStatic?: boolean | undefined;
    }
  /** 1 where a column has no value, else 0. */
  | { readonly kind: 'missing'; readonly column: string }
  /** Sine and cosine of the position within the period. */
  | { readonly kind: 'calendar'; readonly period: CalendarPeriod }
  /** Public holidays of a country in the days that a step covers, and how near others are. */
  | { readonly kind: 'holidays'; readonly country: string; readonly days: number };

/** What a language model reads and writes. */
export type TextCodec = CharacterCodec | WordCodec | BytePairCodec;

export interface CharacterCodec {
  readonly kind: 'text';
  /** Every code point of the text once, in order; a symbol's id is its place here. */
  readonly symbols: string;
  readonly lowercase: boolean;
  /** What texts are labelled with, where a network is told that: a label's id is its place here. */
  readonly labels?: readonly string[] | undefined;
}

export interface WordCodec {
  readonly kind: 'words';
  /** Words and marks, with the space before them, the most frequent first: ids from 1 on. 0 is every other word. */
  readonly tokens: readonly string[];
  readonly lowercase: boolean;
  readonly spelling: Spelling;
}

/** Letters, and which pairs of letters and pieces are one piece: enough to cut any text alike. */
export interface BytePairs {
  /** Code points of the text learned from, each once. Their ids are 1, 2, …; 0 is every other one. */
  readonly letters: string;
  /** The ids of two pieces that are one, in the order in which they were joined; the ids of what they make follow. */
  readonly merges: readonly (readonly [left: number, right: number])[];
}

export interface BytePairCodec extends BytePairs {
  readonly kind: 'bytePairs';
  readonly lowercase: boolean;
}

/** How words that are too rare to be known are spelled, in the text learned from. */
export interface Spelling {
  /** Code points of those words, each once, and how often each stands there. */
  readonly letters: string;
  readonly counts: readonly number[];
  /** How many such words there were. */
  readonly words: number;
}
