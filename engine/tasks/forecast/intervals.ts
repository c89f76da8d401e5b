import { targetsOf } from '../../compute/seriesRows.ts';
import type { WindowSource } from '../../compute/source.ts';

/** The share of the truth that an interval should hold. */
const intervalShare = 0.8;

/** Standard deviations that hold `intervalShare` of a normal distribution. */
export const normalWidth = 1.2815515655446004;

/**
 * How far from a prediction the truth lay for 80 % of `examples`, in encoded units, for each of the network's outputs.
 * Split conformal prediction (Vovk et al. 2005): it assumes nothing of the errors' distribution, and is taken from rows
 * that the network was not trained on. `outputs` is (examples, horizon * targetColumns).
 * Undefined when there are too few examples to speak of a tenth of them.
 */
export const fitIntervals = (
  source: WindowSource,
  window: number,
  examples: Int32Array,
  outputs: Float32Array,
): number[] | undefined => {
  const { targetColumns, horizon } = source;
  const size = horizon * targetColumns;
  const count = examples.length;
  if (count < 10) return undefined;
  /** By output, then example. */
  const errors = new Float32Array(size * count);
  for (const [index, example] of examples.entries()) {
    const truth = targetsOf(source, example + window, example + window + horizon);
    for (let output = 0; output < size; output++) {
      errors[output * count + index] = Math.abs((truth[output] ?? NaN) - (outputs[index * size + output] ?? NaN));
    }
  }
  const rank = Math.min(count, Math.ceil((count + 1) * intervalShare));
  return Array.from({ length: size }, (_, output) => {
    const sorted = errors.subarray(output * count, (output + 1) * count).sort();
    return sorted[rank - 1] ?? NaN;
  });
};
