import { inputsOf } from '../../compute/seriesRows.ts';
import type { WindowSource } from '../../compute/source.ts';
import { StagedExamples } from './stagedExamples.ts';

/**
 * Windows of a series, each with rows of its own: those that overlap share none any more. What the network puts out of
 * them is a difference where that was learned: nothing is added to it.
 */
export const stageWindows = (source: WindowSource, examples: Int32Array, steps: number): StagedExamples => {
  const { columns, targetColumns, horizon } = source;
  const values = new Float32Array(examples.length * steps * columns);
  for (const [at, example] of examples.entries()) {
    values.set(inputsOf(source, example, example + steps), at * steps * columns);
  }
  const targets = new Float32Array(examples.length * steps * targetColumns);
  const lags = new Int32Array(horizon);
  return new StagedExamples({
    values,
    ...{ width: columns, steps },
    starts: Float64Array.from({ length: examples.length + 1 }, (_, at) => at * steps),
    sourceOf: (changed) => ({ kind: 'windows', values: changed, columns, targets, targetColumns, horizon, lags }),
    examples: examples.map((_, at) => at * steps),
  });
};
