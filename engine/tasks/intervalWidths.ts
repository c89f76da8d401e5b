/** The share of the truth that an interval should hold. */
const intervalShare = 0.8;

/**
 * How far from a prediction the truth lay for 80 % of `count` examples, for each of `size` outputs; `put` takes how far
 * each of an example's lay. Split conformal prediction (Vovk et al. 2005): it assumes nothing of the errors'
 * distribution, and is taken from rows that the network was not trained on. Undefined when there are too few examples to
 * speak of a tenth of them.
 */
export const intervalWidths = (
  count: number,
  size: number,
  measure: (index: number, put: (output: number, error: number) => void) => void,
): number[] | undefined => {
  if (count < 10) return undefined;
  /** By output, then example. */
  const errors = new Float32Array(size * count);
  for (let index = 0; index < count; index++) {
    measure(index, (output, error) => (errors[output * count + index] = error));
  }
  const rank = Math.min(count, Math.ceil((count + 1) * intervalShare));
  return Array.from({ length: size }, (_, output) => {
    const sorted = errors.subarray(output * count, (output + 1) * count).sort();
    return sorted[rank - 1] ?? NaN;
  });
};
