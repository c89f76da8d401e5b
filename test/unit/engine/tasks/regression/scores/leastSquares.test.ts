import { expect, test } from 'vitest';
import type { NumberTargets, VectorSource } from '../../../../../../engine/compute/source.ts';
import { fitLeastSquares, multiply } from '../../../../../../engine/tasks/regression/scores/leastSquares.ts';
import { solvePositive } from '../../../../../../engine/tasks/regression/scores/solvePositive.ts';
import { summarise } from '../../../../../../engine/tasks/regression/scores/summarise.ts';

const lengths = Array.from({ length: 40 }, (_, at) => 1 + (at % 4));
const starts = Float64Array.from({ length: 41 }, (_, at) => lengths.slice(0, at).reduce((sum, each) => sum + each, 0));
const values = Float32Array.from({ length: 2 * starts[40]! }, (_, at) => ((at * 7) % 13) - 6);
const sourceOf = (targets: Float32Array): VectorSource<NumberTargets> => ({
  ...{ kind: 'vectors', values, starts, steps: 4, size: 2, targets, targetColumns: 1 },
});
const all = Int32Array.from(lengths.keys());

test('a summary is a one, the share of the longest length, the means, and the last values', () => {
  const source = sourceOf(new Float32Array(40));
  expect(starts[2]).toBe(3);
  const step = (at: number, value: number): number => values[2 * at + value]!;
  const mean = (value: number): number => (step(3, value) + step(4, value) + step(5, value)) / 3;
  expect([...summarise(source, 2)]).toEqual([1, 0.75, mean(0), mean(1), step(5, 0), step(5, 1)]);
});

test('what is linear in means, last values and length is found within 1e-4, held out or not', () => {
  const truth = (at: number): number => {
    const [one, length, first, second, , last] = [...summarise(sourceOf(new Float32Array(40)), at)] as number[];
    return 2 * one! - 3 * length! + 0.5 * first! - second! + 0.25 * last!;
  };
  const targets = Float32Array.from(all, truth);
  targets[5] = NaN;
  const source = sourceOf(targets);
  const weights = fitLeastSquares(source, all.subarray(0, 30))![0]!;
  for (const at of all) expect(multiply(weights, summarise(source, at))).toBeCloseTo(truth(at), 4);
});

test('with fewer than two sequences for each value of a summary nothing is fitted', () => {
  const source = sourceOf(new Float32Array(40));
  expect(fitLeastSquares(source, all.subarray(0, 11))).toBeUndefined();
  expect(fitLeastSquares(source, all.subarray(0, 12))).toBeDefined();
});

test('equations of a symmetric positive matrix are solved', () => {
  const solved = solvePositive(Float64Array.of(4, 2, 0, 2, 5, 3, 0, 3, 6), Float64Array.of(8, 21, 24));
  [1, 2, 3].forEach((wanted, at) => expect(solved[at]).toBeCloseTo(wanted, 12));
});
