import { inputsOf } from '../../compute/seriesRows.ts';
import type { KnownRows, WindowSource } from '../../compute/source.ts';
import { StagedExamples } from './stagedExamples.ts';

/**
 * Windows of a series, each with rows of its own: those that overlap share none any more. What the network puts out of
 * them is a difference where that was learned: nothing is added to it. Where something is known of the rows ahead, those
 * follow the window's, with that alone.
 * @param known places among the values of a row of what is known ahead
 */
export const stageWindows = (
  source: WindowSource,
  examples: Int32Array,
  steps: number,
  known: readonly number[] = [],
): StagedExamples => {
  const { columns, targetColumns, horizon } = source;
  const stride = steps + (source.known ? horizon : 0);
  const values = new Float32Array(examples.length * stride * columns);
  for (const [at, example] of examples.entries()) {
    values.set(inputsOf(source, example, example + steps), at * stride * columns);
    if (source.known)
      putAhead(values.subarray((at * stride + steps) * columns), source.known, example + steps, source, known);
  }
  const targets = new Float32Array(examples.length * stride * targetColumns);
  const lags = new Int32Array(horizon);
  return new StagedExamples({
    values,
    ...{ width: columns, steps: stride },
    starts: Float64Array.from({ length: examples.length + 1 }, (_, at) => at * stride),
    sourceOf: (changed) => ({
      ...{ kind: 'windows', values: changed, columns, targets, targetColumns, horizon, lags },
      ...(source.known && { known: knownOf(changed, columns, horizon, known) }),
    }),
    examples: examples.map((_, at) => at * stride),
  });
};

/** Writes what is known of the rows from `first` on to their places in rows of all inputs. */
const putAhead = (
  rows: Float32Array,
  { values, columns: count }: KnownRows,
  first: number,
  { columns, horizon }: WindowSource,
  known: readonly number[],
): void => {
  const ahead = new Float32Array(horizon * count);
  if (values instanceof Float32Array) ahead.set(values.subarray(first * count, (first + horizon) * count));
  else values.read(ahead, first * count * 4);
  for (let row = 0; row < horizon; row++) {
    for (const [at, place] of known.entries()) rows[row * columns + place] = ahead[row * count + at] ?? 0;
  }
};

/** The way back, of all rows, and of a horizon after the last, of which nothing is read. */
const knownOf = (rows: Float32Array, columns: number, horizon: number, known: readonly number[]): KnownRows => {
  const count = rows.length / columns;
  const values = new Float32Array((count + horizon) * known.length);
  for (let row = 0; row < count; row++) {
    for (const [at, place] of known.entries()) values[row * known.length + at] = rows[row * columns + place] ?? 0;
  }
  return { values, columns: known.length };
};
