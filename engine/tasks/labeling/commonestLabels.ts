import { mostTokens } from '../../encoding/tokenCounts.ts';
import type { Texts } from '../../files/columns/texts.ts';
import type { CommonestLabels } from './labelingCodec.ts';

/**
 * Counts which class most of the training rows have, and most of those with each word.
 * @param labels by row, -1 where there is none
 * @param words by row; undefined where there are none
 */
export const countCommonest = (
  labels: Int16Array,
  classes: number,
  trainRows: Int32Array,
  words: Texts | undefined,
): CommonestLabels => {
  const all = new Float64Array(classes);
  const byWord = new Map<string, Float64Array>();
  for (const row of trainRows) {
    const label = labels[row] ?? -1;
    if (label < 0) continue;
    all[label] = (all[label] ?? 0) + 1;
    if (!words) continue;
    const word = words.at(row);
    const counts = byWord.get(word) ?? new Float64Array(classes);
    counts[label] = (counts[label] ?? 0) + 1;
    byWord.set(word, counts);
  }
  const known = [...byWord].slice(0, mostTokens);
  return {
    class: largest(all),
    words: known.map(([word]) => word),
    classes: known.map(([, counts]) => largest(counts)),
  };
};

const largest = (counts: Float64Array): number => counts.indexOf(Math.max(...counts));

/** What the commonest labels answer: always the commonest of all, and that of the word where it is known. By row. */
export const commonestAnswers = (
  commonest: CommonestLabels,
  words: Texts | undefined,
): { readonly majority: (row: number) => number; readonly wordMajority?: (row: number) => number } => {
  const majority = (): number => commonest.class;
  if (!words) return { majority };
  const classOf = new Map(commonest.words.map((word, place) => [word, commonest.classes[place] ?? commonest.class]));
  return { majority, wordMajority: (row) => classOf.get(words.at(row)) ?? commonest.class };
};
