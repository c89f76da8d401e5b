import type { RowInputs, SequenceTargets, VectorInputs } from '../../compute/source.ts';
import type { ScratchFile } from '../../scratchFile.ts';
import { StagedExamples } from './stagedExamples.ts';

/** Sequences of numbers with what is learned of them. */
export type NumberSequences = (RowInputs | VectorInputs) & SequenceTargets;

/** Some of the sequences of a table, each as long as it is. */
export const stageSequences = (source: NumberSequences, examples: Int32Array): StagedExamples => {
  const { steps } = source;
  const width = source.kind === 'rows' ? source.stepSize : source.size;
  const starts = new Float64Array(examples.length + 1);
  const stretches = Array.from(examples, (example, at) => {
    const stretch = stretchOfExample(source, example);
    starts[at + 1] = (starts[at] ?? 0) + stretch.length;
    return stretch;
  });
  const values = new Float32Array((starts[examples.length] ?? 0) * width);
  for (const [at, { begin, length }] of stretches.entries()) {
    values.set(valuesOf(source.values, begin * width, (begin + length) * width), (starts[at] ?? 0) * width);
  }
  // Whatever is learned of them is not looked at: it has to be there.
  const targets =
    'labels' in source
      ? { labels: new Int32Array(examples.length), classes: source.classes }
      : { targets: new Float32Array(examples.length * source.targetColumns), targetColumns: source.targetColumns };
  return new StagedExamples({
    ...{ values, width, starts, steps },
    sourceOf: (changed) => ({ kind: 'vectors', values: changed, starts, steps, size: width, ...targets }),
    examples: examples.map((_, at) => at),
  });
};

const stretchOfExample = (
  source: NumberSequences,
  example: number,
): { readonly begin: number; readonly length: number } => {
  if (source.kind === 'rows') {
    return { begin: example * source.steps, length: source.lengths?.[example] ?? source.steps };
  }
  const begin = source.starts[example] ?? 0;
  return { begin, length: Math.min(source.steps, (source.starts[example + 1] ?? begin) - begin) };
};

const valuesOf = (values: Float32Array | ScratchFile, from: number, to: number): Float32Array => {
  if (values instanceof Float32Array) return values.subarray(from, to);
  const copy = new Float32Array(to - from);
  values.read(copy, from * 4);
  return copy;
};
