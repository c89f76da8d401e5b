import type { SequenceSource } from '../../../../../engine/compute/source.ts';

/** Texts of two classes, -1 for none; their words have ids from 2 on, in the order in which they come. */
export const sourceOfTexts = (
  texts: readonly (readonly [text: readonly string[], label: number])[],
): SequenceSource => {
  const known = [...new Set(texts.flatMap(([text]) => text))];
  const starts = Float64Array.of(0, ...texts.map(() => 0));
  texts.forEach(([text], row) => (starts[row + 1] = (starts[row] ?? 0) + text.length));
  return {
    kind: 'sequences',
    ids: Uint16Array.from(texts.flatMap(([text]) => text.map((token) => known.indexOf(token) + 2))),
    starts,
    steps: 100,
    vocabulary: known.length + 2,
    labels: Int32Array.from(texts, ([, label]) => label),
    classes: 2,
  };
};
