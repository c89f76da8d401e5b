import { intervalWidths } from '../../intervalWidths.ts';
import type { PreparedData } from '../../preparedData.ts';
import type { RegressionCodec } from '../regressionCodec.ts';

/** Of those `examples` whose numbers are all known, see `intervalWidths`, in encoded units. */
export const fitNumberIntervals = (
  { source }: PreparedData<RegressionCodec>,
  examples: Int32Array,
  outputs: Float32Array,
): readonly number[] | undefined => {
  if (!('targets' in source) || source.kind === 'windows')
    throw new Error('a regression was prepared as something else');
  const { targets, targetColumns: size } = source;
  const known = Int32Array.from(examples.keys()).filter((index) => {
    const begin = (examples[index] ?? 0) * size;
    return targets.subarray(begin, begin + size).every((value) => !Number.isNaN(value));
  });
  return intervalWidths(known.length, size, (at, put) => {
    const index = known[at] ?? 0;
    for (let output = 0; output < size; output++) {
      const truth = targets[(examples[index] ?? 0) * size + output] ?? NaN;
      put(output, Math.abs(truth - (outputs[index * size + output] ?? NaN)));
    }
  });
};
