import type { SequenceSource } from '../../../../engine/compute/source.ts';

/** Texts of tests. Symbol 0 is the padding; one sequence is empty, one longer than what is read, one without a class. */
export const vocabulary = 7;
export const classes = 3;
export const longest = 6;
const texts = [[3, 1, 2], [5], [6, 4, 6, 1, 2], [], [1, 2, 3, 4, 5, 6, 1, 2, 3], [2, 2, 5, 1], [4, 3, 3, 6, 5, 1]];
export const labels = [2, 0, 1, 1, 2, -1, 0];

export const sequenceSource = (sequences: readonly (readonly number[])[] = texts): SequenceSource => ({
  kind: 'sequences',
  ids: Uint16Array.from(sequences.flat()),
  starts: startsOf(sequences),
  steps: longest,
  vocabulary,
  labels: Int32Array.from(labels),
  classes,
});

const startsOf = (sequences: readonly (readonly number[])[]): Float64Array => {
  const starts = new Float64Array(sequences.length + 1);
  sequences.forEach(({ length }, row) => (starts[row + 1] = starts[row]! + length));
  return starts;
};

/** What is read of an example: the first symbols, or one padding. */
export const readOf = (example: number): readonly number[] => {
  const text = texts[example] ?? [];
  return text.length === 0 ? [0] : text.slice(0, longest);
};
