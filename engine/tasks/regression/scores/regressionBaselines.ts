import type { Baselines } from '../../../protocol.ts';
import type { RegressionSource } from '../encodeInputs.ts';
import { multiply } from './leastSquares.ts';
import type { RegressionCodec } from '../regressionCodec.ts';
import { scorePredicted, type Truth } from './regressionTruth.ts';
import { summarise } from './summarise.ts';

/** What knows no more than the mean of the training part, and what it and a sequence's summary say together. */
export const regressionBaselines = (
  { targets, leastSquares }: RegressionCodec,
  source: RegressionSource,
  truth: Truth,
  examples: Int32Array,
): Baselines => {
  if (examples.length === 0) return {};
  const mean = scorePredicted(truth, examples, (target) => targets[target]?.offset ?? NaN);
  if (!leastSquares) return { mean };
  return {
    mean,
    leastSquares: scorePredicted(truth, examples, (target, example) => {
      const { offset = NaN, scale = NaN } = targets[target] ?? {};
      return multiply(leastSquares[target] ?? [], summarise(source, example)) * scale + offset;
    }),
  };
};
