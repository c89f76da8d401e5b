import type { WindowSource } from '../compute/source.ts';

/** How far the truth lay from the predictions, in encoded units, for each of the network's outputs. */
export interface Intervals {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** The share of the validation split that lies inside. */
export const intervalShare = 0.8;

/** Standard deviations that hold `intervalShare` of a normal distribution. */
export const normalWidth = 1.2815515655446004;

/**
 * Empirical quantiles of (truth − prediction) over `examples`: they assume nothing of the errors' distribution and are
 * not fitted on the rows that the network was trained on. `outputs` is (examples, horizon * targetColumns).
 * Undefined when there are too few examples to speak of a tenth of them.
 */
export const fitIntervals = (
  source: WindowSource,
  window: number,
  examples: Int32Array,
  outputs: Float32Array,
): Intervals | undefined => {
  const { targets, targetColumns, horizon } = source;
  const size = horizon * targetColumns;
  if (examples.length < 10) return undefined;
  const low: number[] = [];
  const high: number[] = [];
  const errors = new Float32Array(examples.length);
  for (let output = 0; output < size; output++) {
    for (let index = 0; index < examples.length; index++) {
      const firstTarget = ((examples[index] ?? 0) + window) * targetColumns;
      errors[index] = (targets[firstTarget + output] ?? NaN) - (outputs[index * size + output] ?? NaN);
    }
    errors.sort();
    low.push(quantile(errors, (1 - intervalShare) / 2));
    high.push(quantile(errors, (1 + intervalShare) / 2));
  }
  return { low, high };
};

/** Linear interpolation between order statistics (NumPy's default). */
const quantile = (sorted: Float32Array, share: number): number => {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const from = sorted[below] ?? NaN;
  const to = sorted[Math.min(below + 1, sorted.length - 1)] ?? NaN;
  return from + (to - from) * (position - below);
};
