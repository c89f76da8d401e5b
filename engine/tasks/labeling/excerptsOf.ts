import type { Texts } from '../../files/columns/texts.ts';
import type { StepSequences } from './stepSequences.ts';

/** Words beside the one that is meant. */
const wordsBeside = 8;

/** What a person knows a step by: its word in brackets, among those around it. */
export const excerptsOf =
  (words: Texts, { starts }: StepSequences) =>
  (row: number): string => {
    const stretch = stretchAt(starts, row);
    const from = Math.max(starts[stretch] ?? 0, row - wordsBeside);
    const to = Math.min(starts[stretch + 1] ?? 0, row + wordsBeside + 1);
    return words
      .read(from, to)
      .map((word, at) => (from + at === row ? `[${word}]` : word))
      .join(' ');
  };

/** The stretch that a row is of. */
export const stretchAt = (starts: Float64Array, row: number): number => {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= row) low = middle;
    else high = middle - 1;
  }
  return low;
};
