/** Of the variance, the share that the mean of each place in the season explains, adjusted for their number. */
export const explainedShare = (values: Float64Array, season: number): number => {
  const { total, within } = squaresOf(values, season);
  const { length } = values;
  if (!(total > 0) || length <= season) return 0;
  return 1 - ((within / total) * (length - 1)) / (length - season);
};

/** Whether means of `longer` rows, a multiple of `season`, explain more of the values than chance would have them. */
export const isBetterFold = (values: Float64Array, longer: number, season: number): boolean => {
  const short = squaresOf(values, season);
  const long = squaresOf(values, longer);
  const more = longer - season;
  const left = values.length - longer;
  if (left <= 0 || more <= 0) return false;
  // Of noise this is F-distributed, near 1.
  const ratio = (short.within - long.within) / more / (long.within / left);
  const deviation = Math.sqrt(2 / more + 2 / left);
  return ratio > 1 + 4 * deviation;
};

const squaresOf = (values: Float64Array, season: number): { readonly total: number; readonly within: number } => {
  const sums = new Float64Array(season);
  const cycles = Math.floor(values.length / season);
  let all = 0;
  let squares = 0;
  for (let row = 0, place = 0; row < values.length; row++) {
    const value = values[row] ?? 0;
    sums[place] = (sums[place] ?? 0) + value;
    all += value;
    squares += value * value;
    if (++place === season) place = 0;
  }
  let between = 0;
  for (let place = 0; place < season; place++) {
    const count = cycles + (place < values.length % season ? 1 : 0);
    between += (sums[place] ?? 0) ** 2 / Math.max(1, count);
  }
  return { total: squares - (all * all) / values.length, within: Math.max(0, squares - between) };
};

/** The values without the mean of each place in the season. */
export const withoutSeason = (values: Float64Array, season: number): Float64Array => {
  const sums = new Float64Array(season);
  const counts = new Float64Array(season);
  for (let row = 0; row < values.length; row++) {
    sums[row % season] = (sums[row % season] ?? 0) + (values[row] ?? 0);
    counts[row % season] = (counts[row % season] ?? 0) + 1;
  }
  return values.map((value, row) => value - (sums[row % season] ?? 0) / Math.max(1, counts[row % season] ?? 0));
};
