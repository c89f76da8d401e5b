import { solvePositive } from './solvePositive.ts';
import type { RegressionSource } from '../encodeInputs.ts';
import { summarise, summaryLength } from './summarise.ts';

/** More would take longer than the network does for the difference that they make. */
const mostFeatures = 128;
const mostRows = 20_000;
/** Of the rows there are: enough for what is not told apart by them to stay near 0. */
const ridge = 1e-6;

/**
 * What least squares multiply a sequence's summary with to come near each encoded target: (targets, summary). Fitted on
 * the training sequences, of many on some, evenly spread. Undefined for texts, and where there are too few sequences for
 * so many values.
 */
export const fitLeastSquares = (source: RegressionSource, train: Int32Array): number[][] | undefined => {
  const size = summaryLength(source);
  if (source.kind === 'sequences' || size > mostFeatures || train.length < 2 * size) return undefined;
  const every = Math.ceil(train.length / mostRows);
  const some = train.filter((_, index) => index % every === 0);
  return Array.from({ length: source.targetColumns }, (_, target) => fitTarget(source, some, target, size));
};

const fitTarget = (source: RegressionSource, train: Int32Array, target: number, size: number): number[] => {
  const products = new Float64Array(size * size);
  const answers = new Float64Array(size);
  let seen = 0;
  for (const sequence of train) {
    const actual = source.targets[sequence * source.targetColumns + target] ?? NaN;
    if (Number.isNaN(actual)) continue;
    const summary = summarise(source, sequence);
    addProducts(products, answers, summary, actual);
    seen++;
  }
  for (let at = 0; at < size; at++)
    products[at * size + at] = (products[at * size + at] ?? 0) + ridge * Math.max(1, seen);
  return [...solvePositive(products, answers)];
};

/** A function of its own: within the loop over the sequences, it is compiled to slower code. */
const addProducts = (products: Float64Array, answers: Float64Array, summary: Float64Array, actual: number): void => {
  const size = summary.length;
  for (let row = 0; row < size; row++) {
    const value = summary[row] ?? 0;
    answers[row] = (answers[row] ?? 0) + value * actual;
    for (let column = 0; column < size; column++) {
      products[row * size + column] = (products[row * size + column] ?? 0) + value * (summary[column] ?? 0);
    }
  }
};

/** What they come to of one sequence, encoded. */
export const multiply = (weights: readonly number[], summary: Float64Array): number =>
  summary.reduce((sum, value, at) => sum + value * (weights[at] ?? NaN), 0);
