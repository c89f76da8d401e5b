import type { TrainingConfig } from '../../config.ts';

/** What a network tells of one value besides what is predicted. */
export interface Deviation {
  /** Whose: of a normal distribution, or of quantiles as if of one, when not given. */
  readonly of?: 'studentT' | undefined;
  /** How far values may lie above what is predicted, and below it: standard deviations of a normal distribution, or what would be; the scale of Student's t. */
  readonly above: number;
  readonly below: number;
  /** Degrees of freedom of Student's t. */
  readonly freedom?: number | undefined;
}

/** The same of many values, each as long as the predictions are; one array for both sides where they are alike. */
export interface Deviations {
  readonly of?: Deviation['of'];
  readonly above: Float32Array;
  readonly below: Float32Array;
  readonly freedom?: Float32Array;
}

/** Room for so many values of what a network of this loss tells; undefined where it tells values alone. */
export const roomFor = (loss: TrainingConfig['loss'], values: number): Deviations | undefined => {
  const above = new Float32Array(values);
  switch (loss) {
    case 'crossEntropy':
    case 'mse':
    case 'huber':
      return undefined;
    case 'gaussian':
      return { above, below: above };
    case 'quantile':
      return { above, below: new Float32Array(values) };
    case 'studentT':
      return { of: 'studentT', above, below: above, freedom: new Float32Array(values) };
  }
};

/** As many values of the same kind, each array made of one of these. */
export const mapDeviations = (
  { of, above, below, freedom }: Deviations,
  make: (values: Float32Array) => Float32Array,
): Deviations => {
  const made = make(above);
  return {
    ...(of && { of }),
    above: made,
    below: above === below ? made : make(below),
    ...(freedom && { freedom: make(freedom) }),
  };
};

/** Copies values `from` to `to` of one to where `place` is in another of the same kind. */
export const copyDeviations = (into: Deviations, source: Deviations, from: number, to: number, place: number): void => {
  into.above.set(source.above.subarray(from, to), place);
  if (into.below !== into.above) into.below.set(source.below.subarray(from, to), place);
  if (source.freedom) into.freedom?.set(source.freedom.subarray(from, to), place);
};

/** Of one value. */
export const deviationAt = ({ of, above, below, freedom }: Deviations, place: number): Deviation => ({
  of,
  above: above[place] ?? NaN,
  below: below[place] ?? NaN,
  freedom: freedom?.[place],
});

/** Deviations of a normal distribution from its median to the tenth of it that lies highest. */
const toTenth = 1.2815515655446004;
/** As in the kernel `student_t`. */
const leastFreedom = 2;

/**
 * What the blocks of outputs of one example say of its values, after the block that is predicted: log variances, or how far
 * the tenths lie below and above, or the logarithm of a squared scale and what degrees of freedom come of.
 * @param said blocks of `size` outputs
 */
export const tellDeviations = (said: Float32Array, told: Deviations, size: number, place: number): void => {
  const { of, above, below, freedom } = told;
  for (let output = 0; output < size; output++) {
    const second = said[size + output] ?? NaN;
    const third = said[2 * size + output] ?? NaN;
    if (of === undefined && above !== below) {
      below[place + output] = softplus(second) / toTenth;
      above[place + output] = softplus(third) / toTenth;
      continue;
    }
    above[place + output] = Math.exp(0.5 * second);
    if (freedom) freedom[place + output] = leastFreedom + softplus(third);
  }
};

const softplus = (x: number): number => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));
