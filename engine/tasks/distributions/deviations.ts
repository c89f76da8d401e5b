import type { TrainingConfig } from '../../config.ts';

/** What a network tells of one value besides what is predicted. */
export interface Deviation {
  /** Whose: of a normal distribution, or of quantiles as if of one, when not given. */
  readonly of?: 'studentT' | 'negativeBinomial' | undefined;
  /** How far values may lie above what is predicted, and below it: standard deviations of a normal distribution, or what would be; the scale of Student's t, the dispersion of a negative binomial one. */
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
    case 'negativeBinomial':
      return { of: 'negativeBinomial', above, below: above };
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
 * What the blocks of outputs of one example say: what is predicted, which is a location, and log variances; a median, and
 * how far the tenths lie below and above it; the location, the logarithm of the squared scale and what degrees of freedom
 * come of; or what mean and dispersion of counts come of.
 * @param said blocks of `size` outputs
 */
export const tellOutputs = (
  said: Float32Array,
  means: Float32Array,
  { of, above, below, freedom }: Deviations,
  size: number,
  place: number,
): void => {
  for (let output = 0; output < size; output++) {
    const at = place + output;
    const [first = NaN, second = NaN, third = NaN] = [said[output], said[size + output], said[2 * size + output]];
    means[at] = of === 'negativeBinomial' ? softplus(first) : first;
    if (of === 'negativeBinomial') above[at] = softplus(second);
    else if (of === 'studentT' || above === below) above[at] = Math.exp(0.5 * second);
    else {
      below[at] = softplus(second) / toTenth;
      above[at] = softplus(third) / toTenth;
    }
    if (freedom) freedom[at] = leastFreedom + softplus(third);
  }
};

const softplus = (x: number): number => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));
