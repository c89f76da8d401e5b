/** How alike values are to those `lag` rows before, by lag from 0 to `longest`; the values vary around 0. */
export const autocorrelations = (values: Float64Array, longest: number): Float64Array => {
  const correlations = new Float64Array(longest + 1);
  const squares = productAt(values, 0);
  if (!(squares > 0)) return correlations;
  for (let lag = 0; lag <= longest; lag++) correlations[lag] = productAt(values, lag) / squares;
  return correlations;
};

/** A function of its own: within the loop over lags, it is compiled to slower code. */
const productAt = (values: Float64Array, lag: number): number => {
  let even = 0;
  let odd = 0;
  const { length } = values;
  let row = lag;
  // Two sums at a time: the processor adds them side by side.
  for (; row + 1 < length; row += 2) {
    even += (values[row] ?? 0) * (values[row - lag] ?? 0);
    odd += (values[row + 1] ?? 0) * (values[row + 1 - lag] ?? 0);
  }
  if (row < length) even += (values[row] ?? 0) * (values[row - lag] ?? 0);
  return even + odd;
};

/** Whether a lag is a local maximum: no lag within a tenth of it, and at least next to it, is more alike. */
export const isPeak = (correlations: Float64Array, lag: number): boolean => {
  const reach = Math.max(1, Math.floor(lag / 10));
  const here = correlations[lag] ?? NaN;
  for (let other = Math.max(1, lag - reach); other <= Math.min(correlations.length - 1, lag + reach); other++) {
    if ((correlations[other] ?? 0) > here) return false;
  }
  return here > 0;
};
