/** Beyond these, the square of a number is none, or nothing is left of it. */
const largest = 1e120;
const smallest = 1e-120;

/**
 * What numbers of this size are divided by before they are squared and added up: 1 but for very large and very small
 * ones, a power of two, so that no digit is lost.
 */
export const tameUnit = (size: number): number =>
  (size > largest || (size < smallest && size > 0)) && Number.isFinite(size) ? 2 ** Math.floor(Math.log2(size)) : 1;

/** Values in such a unit. */
export const tamed = (values: Float64Array): Float64Array => {
  const size = values.reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0);
  const unit = tameUnit(size);
  return unit === 1 ? values : values.map((value) => value / unit);
};
