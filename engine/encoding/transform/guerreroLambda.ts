/** Rows that are looked at together where there is no season. */
const rowsTogether = 2;
/** Fewer stretches say nothing of how a spread follows a level. */
const fewestStretches = 3;
/** Squared distances from a mean, as shares of it, that are none. */
const rounding = 1e-24;
const golden = (Math.sqrt(5) - 1) / 2;
const precision = 1e-7;

/** Where λ is looked for: 0 is the logarithm, 1 leaves values as they are. */
interface LambdaRange {
  readonly least: number;
  readonly most: number;
}

/**
 * λ of the Box–Cox transform that makes the spread of a series most alike at all its levels (Guerrero 1993): the values
 * are cut into stretches of a season, counted from the newest, and with mean m and deviation s of each, the coefficient
 * of variation of s / m^(1 − λ) is made least. 1 where there is nothing to tell it by. Missing values (NaN) and stretches
 * without two values or with a mean that is not above 0 are left out.
 */
export const guerreroLambda = (
  values: Float64Array,
  season: number,
  { least, most }: LambdaRange = { least: 0, most: 1 },
): number => {
  const stretches = stretchesOf(values, Math.max(rowsTogether, season));
  if (stretches.length < fewestStretches) return 1;
  const variation = (lambda: number): number => variationOf(stretches, lambda);
  if (!Number.isFinite(variation(least)) || !Number.isFinite(variation(most))) return 1;
  return minimum(variation, least, most);
};

/** A mean, in units of the mean of all means, and the deviation. */
interface Stretch {
  readonly level: number;
  readonly spread: number;
}

const stretchesOf = (values: Float64Array, length: number): readonly Stretch[] => {
  const stretches: Stretch[] = [];
  for (let from = values.length % length; from < values.length; from += length) {
    const known = values.subarray(from, from + length).filter((value) => !Number.isNaN(value));
    const level = known.reduce((sum, value) => sum + value / known.length, 0);
    if (known.length < 2 || !(level > 0)) continue;
    const squares = known.reduce((sum, value) => sum + (value / level - 1) ** 2, 0);
    stretches.push({ level, spread: squares > rounding ? level * Math.sqrt(squares / (known.length - 1)) : 0 });
  }
  // The least variation does not depend on the unit; far from 1, powers of a level would be no numbers.
  const unit = stretches.reduce((sum, { level }) => sum + level / stretches.length, 0);
  return stretches.map(({ level, spread }) => ({ level: level / unit, spread: spread / unit }));
};

const variationOf = (stretches: readonly Stretch[], lambda: number): number => {
  const ratios = stretches.map(({ level, spread }) => spread / level ** (1 - lambda));
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  const squares = ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0);
  return Math.sqrt(squares / (ratios.length - 1)) / mean;
};

/** Of a function with one valley, by golden sections; one of the ends where it lies there. */
const minimum = (of: (at: number) => number, least: number, most: number): number => {
  let [low, high] = [least, most];
  while (high - low > precision) {
    const [left, right] = [high - golden * (high - low), low + golden * (high - low)];
    if (of(left) <= of(right)) high = right;
    else low = left;
  }
  const middle = (low + high) / 2;
  return [least, most].reduce((best, end) => (of(end) <= of(best) ? end : best), middle);
};
