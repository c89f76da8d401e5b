/** Of fewer nothing can be told. */
const fewestStretches = 5;
/** Of the regression: below, what chance does is not known well. */
const leastFreedom = 3;
/** Nearer to 1, where a spread is a share of the level, than to 0, where it has nothing to do with it. */
const leastSlope = 0.5;
/** Squared distances from a mean, as shares of it, that are none. */
const rounding = 1e-24;
/** Standard normal deviation that one in a hundred is above. */
const oneInHundred = 2.3263478740408408;

/**
 * Whether a spread grows with its level, so that logarithms would have one alike everywhere: the values of each series
 * are cut into stretches of a season, and the logarithm of their deviation is regressed on that of their mean, each less
 * its mean over the series. True where every value is above 0, the slope is a half at least, and one so far above 0
 * would come by chance less than once in a hundred times. Missing values (NaN) are left out. False without a season: of
 * prices and other walks, logarithms tell nothing that the values do not.
 */
export const spreadFollowsLevel = (series: readonly Float64Array[], season: number): boolean => {
  if (season <= 1 || !series.every((values) => values.every((value) => !(value <= 0)))) return false;
  const sums = { count: 0, series: 0, levels: 0, spreads: 0, products: 0 };
  for (const values of series) addSeries(sums, values, season);
  const { count, levels, spreads, products } = sums;
  const freedom = count - sums.series - 1;
  if (count < fewestStretches || freedom < leastFreedom || !(levels > 0)) return false;
  const slope = products / levels;
  const rest = Math.max(0, spreads - slope * products);
  return slope >= leastSlope && slope > studentDeviation(freedom) * Math.sqrt(rest / freedom / levels);
};

/** Of logarithms of levels and spreads, each less its mean over the series. */
interface Sums {
  count: number;
  series: number;
  levels: number;
  spreads: number;
  products: number;
}

const addSeries = (sums: Sums, values: Float64Array, length: number): void => {
  const points: { readonly level: number; readonly spread: number }[] = [];
  for (let from = values.length % length; from < values.length; from += length) {
    const known = values.subarray(from, from + length).filter((value) => !Number.isNaN(value));
    // A stretch of which the half is missing has another spread.
    if (2 * known.length <= length) continue;
    const mean = known.reduce((sum, value) => sum + value / known.length, 0);
    const squares = known.reduce((sum, value) => sum + (value / mean - 1) ** 2, 0);
    const level = Math.log(mean);
    if (squares > rounding) points.push({ level, spread: level + 0.5 * Math.log(squares / (known.length - 1)) });
  }
  if (points.length === 0) return;
  const mean = (of: 'level' | 'spread'): number => points.reduce((sum, each) => sum + each[of], 0) / points.length;
  const [level, spread] = [mean('level'), mean('spread')];
  sums.count += points.length;
  sums.series++;
  for (const each of points) {
    sums.levels += (each.level - level) ** 2;
    sums.spreads += (each.spread - spread) ** 2;
    sums.products += (each.level - level) * (each.spread - spread);
  }
};

/** What one in a hundred of Student's t is above, within 2 % from three degrees of freedom on (Fisher and Cornish 1960). */
const studentDeviation = (freedom: number): number => {
  const z = oneInHundred;
  return (
    z +
    (z ** 3 + z) / (4 * freedom) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * freedom ** 3)
  );
};
