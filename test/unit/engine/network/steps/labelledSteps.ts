import type { StepSource } from '../../../../../engine/compute/source.ts';

/** Sequences of tests with a class at every step but some. Symbol 0 is the padding; one is longer than what is read. */
export const vocabulary = 7;
export const columns = 3;
export const classes = 11;
export const longest = 6;
const symbols = [[3, 1, 2], [5], [6, 4, 6, 1, 2], [1, 2, 3, 4, 5, 6, 1, 2, 3], [2, 2, 5, 1], [4, 3, 3, 6, 5, 1]];
export const labels = [
  [2, -1, 10],
  [0],
  [1, 1, 3, -1, -1],
  [4, 5, 6, 7, 8, 9, 0, 1, 2],
  [-1, 10, 9, -1],
  [3, 3, 3, 3, 3, 3],
];

/** What each symbol is as a vector. */
const vectorOf = (symbol: number): number[] => Array.from({ length: columns }, (_, i) => Math.sin(symbol * 3 + i));

export const kinds = ['symbols', 'vectors'] as const;
export type Kind = (typeof kinds)[number];

export const stepSource = (
  kind: Kind,
  some: readonly (readonly number[])[] = symbols,
  classed = labels,
): StepSource => {
  const starts = new Float64Array(some.length + 1);
  some.forEach(({ length }, row) => (starts[row + 1] = starts[row]! + length));
  const inputs: StepSource['inputs'] =
    kind === 'symbols'
      ? { ids: Uint16Array.from(some.flat()), starts, steps: longest, vocabulary }
      : { values: Float32Array.from(some.flat().flatMap(vectorOf)), columns, starts, steps: longest };
  return { kind: 'steps', inputs, labels: Int16Array.from(classed.flat()), classes };
};

/** What is read of an example, and the classes of that. */
export const readOf = (kind: Kind, example: number): readonly (number | readonly number[])[] =>
  symbols[example]!.slice(0, longest).map((symbol) =>
    kind === 'symbols' ? symbol : vectorOf(symbol).map(Math.fround),
  );
export const labelsOf = (example: number): readonly number[] => labels[example]!.slice(0, longest);
