import { longestNgram } from './scoreNgrams.ts';

/** What the baseline of n-grams of so many symbols is called in reports. */
export const ngramName = (order: number): string => `ngram${order}`;

/** Those that there can be, with what a person reads. */
export const ngramLabels = Array.from({ length: longestNgram }, (_, before) => ({
  name: ngramName(before + 1),
  label: `${before + 1}-gram model (Kneser-Ney)`,
}));
