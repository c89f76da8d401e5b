import { targetsOf } from '../../compute/seriesRows.ts';
import type { WindowSource } from '../../compute/source.ts';
import { intervalWidths } from '../intervalWidths.ts';

/** Standard deviations that hold 80 % of a normal distribution. */
export const normalWidth = 1.2815515655446004;

/** Of `examples`, see `intervalWidths`, in encoded units. `outputs` is (examples, horizon * targetColumns). */
export const fitIntervals = (
  source: WindowSource,
  window: number,
  examples: Int32Array,
  outputs: Float32Array,
): number[] | undefined => {
  const { targetColumns, horizon } = source;
  const size = horizon * targetColumns;
  return intervalWidths(examples.length, size, (index, put) => {
    const example = examples[index] ?? 0;
    const truth = targetsOf(source, example + window, example + window + horizon);
    for (let output = 0; output < size; output++) {
      put(output, Math.abs((truth[output] ?? NaN) - (outputs[index * size + output] ?? NaN)));
    }
  });
};
