import type { NumberTargets } from '../../../compute/source.ts';
import type { Metrics } from '../../../protocol.ts';
import type { Scorer } from '../../preparedData.ts';
import type { ReadTarget } from '../readTarget.ts';
import type { CodedTarget } from '../regressionCodec.ts';
import { RegressionErrors } from './regressionErrors.ts';

/** What predictions are measured against. */
export interface Truth {
  readonly targets: readonly CodedTarget[];
  /** By target and sequence, in the file's units, NaN where it is not known. */
  readonly values: readonly Float64Array[];
}

/** Of a file that has not every target: all that is not there is not known. */
export const truthOf = (targets: readonly CodedTarget[], read: readonly ReadTarget[], sequences: number): Truth => ({
  targets,
  values: targets.map(
    ({ column }) => read.find((each) => each.column.name === column)?.values ?? new Float64Array(sequences).fill(NaN),
  ),
});

/** As the network learns them. */
export const encodeTargets = ({ targets, values }: Truth, sequences: number): NumberTargets => {
  const targetColumns = targets.length;
  const encoded = new Float32Array(sequences * targetColumns);
  for (const [at, { offset, scale }] of targets.entries()) {
    const column = values[at];
    for (let row = 0; row < sequences; row++) {
      encoded[row * targetColumns + at] = ((column?.[row] ?? NaN) - offset) / scale;
    }
  }
  return { targets: encoded, targetColumns };
};

/** Takes what the network puts out, in parts, and compares it with the file in its own units. */
export class RegressionScorer implements Scorer {
  readonly errors: RegressionErrors;
  private readonly truth: Truth;

  constructor(truth: Truth) {
    this.truth = truth;
    this.errors = new RegressionErrors(truth.targets.length);
  }

  add(outputs: Float32Array, examples: Int32Array): void {
    const { targets, values } = this.truth;
    for (const [index, example] of examples.entries()) {
      for (const [target, { offset, scale }] of targets.entries()) {
        const predicted = (outputs[index * targets.length + target] ?? NaN) * scale + offset;
        this.errors.add(target, values[target]?.[example] ?? NaN, predicted);
      }
    }
  }

  metrics(): Metrics {
    return this.errors.metrics();
  }
}

/** Of what is predicted of each example in the file's units. */
export const scorePredicted = (
  { targets, values }: Truth,
  examples: Int32Array,
  predict: (target: number, example: number) => number,
): Metrics => {
  const errors = new RegressionErrors(targets.length);
  for (const example of examples) {
    for (const target of targets.keys()) {
      errors.add(target, values[target]?.[example] ?? NaN, predict(target, example));
    }
  }
  return errors.metrics();
};
