import type { RegressionSource } from '../encodeInputs.ts';

/** Values of a summary: a one, the length, and of each value of a step its mean and the last one. */
export const summaryLength = (source: RegressionSource): number =>
  source.kind === 'sequences' ? 2 : 2 + 2 * stepSizeOf(source);

const stepSizeOf = (source: Exclude<RegressionSource, { readonly kind: 'sequences' }>): number =>
  source.kind === 'rows' ? source.stepSize : source.size;

/**
 * What is simplest to say of a sequence of numbers: 1, the share of the longest length that it has, and of each value of
 * a step the mean over the steps and the last.
 */
export const summarise = (source: RegressionSource, sequence: number): Float64Array => {
  const summary = new Float64Array(summaryLength(source));
  summary[0] = 1;
  if (source.kind === 'sequences') return summary;
  const size = stepSizeOf(source);
  const { begin, length } = stretchOf(source, sequence);
  const steps = readSteps(source.values, begin * size, length * size);
  summary[1] = length / source.steps;
  for (let value = 0; value < size; value++) {
    let sum = 0;
    for (let step = 0; step < length; step++) sum += steps[step * size + value] ?? 0;
    summary[2 + value] = sum / length;
    summary[2 + size + value] = steps[(length - 1) * size + value] ?? 0;
  }
  return summary;
};

const stretchOf = (
  source: Exclude<RegressionSource, { readonly kind: 'sequences' }>,
  sequence: number,
): { readonly begin: number; readonly length: number } => {
  if (source.kind === 'rows') {
    return { begin: sequence * source.steps, length: source.lengths?.[sequence] ?? source.steps };
  }
  const begin = source.starts[sequence] ?? 0;
  return { begin, length: Math.min(source.steps, (source.starts[sequence + 1] ?? 0) - begin) };
};

const readSteps = (
  values: Exclude<RegressionSource, { readonly kind: 'sequences' }>['values'],
  begin: number,
  count: number,
): Float32Array => {
  if (values instanceof Float32Array) return values.subarray(begin, begin + count);
  const steps = new Float32Array(count);
  values.read(steps, begin * 4);
  return steps;
};
