import type { Autocorrelation, ResidualPattern } from '../../../protocol.ts';

/** Correlations are told up to so many seasons, and lags, within bounds. */
const [seasonsTold, fewestTold, mostTold] = [2, 24, 400];
/** Pairs that a lag needs, as a share of the residuals, and in all. */
const pairShare = 0.25;
const fewestPairs = 10;
/** A weaker correlation is none that a better forecast would gain much by. */
const weakest = 0.1;
/** Of many lags some lie beyond the bounds by chance: one that nobody has asked about has to lie twice as far out. */
const timesUnasked = 2;

/**
 * How alike residuals are to those some rows before: r(k) = Σ (e(t) − ē)(e(t − k) − ē) / Σ (e(t) − ē)², sums over all
 * series, ē the mean of all. NaN are residuals that are not known: pairs with one of them are left out. Undefined where
 * not even one row apart there are pairs enough, and where all residuals are the same.
 * @param series each in order, in comparable units
 * @param season rows in one, 0 for none
 */
export const residualCorrelations = (series: readonly Float64Array[], season: number): Autocorrelation | undefined => {
  const longest = series.reduce((most, { length }) => Math.max(most, length), 0);
  const { count, mean } = meanOf(series);
  const rest = series.map((values) => values.map((value) => value - mean));
  const { sum: squares } = productsAt(rest, 0);
  if (!(squares > 0)) return undefined;
  const values: number[] = [];
  const wanted = Math.min(mostTold, Math.max(fewestTold, seasonsTold * season), longest - 1);
  for (let lag = 1; lag <= wanted; lag++) {
    const { sum, pairs } = productsAt(rest, lag);
    if (pairs < Math.max(fewestPairs, pairShare * count)) break;
    values.push(sum / squares);
  }
  if (values.length === 0) return undefined;
  const bound = 1.96 / Math.sqrt(count);
  return { values, bound, pattern: patternIn(values, bound, season) };
};

/**
 * What correlations, from a lag of 1 on, say in a word: that of the season and of the row before where they lie beyond
 * `bound` and 0.1, any other where it lies beyond twice the bound.
 */
export const patternIn = (values: readonly number[], bound: number, season: number): ResidualPattern => {
  const at = (lag: number): number => values[lag - 1] ?? 0;
  const least = Math.max(bound, weakest);
  const unasked = Math.max(timesUnasked * bound, weakest);
  const isPeak = (lag: number): boolean =>
    at(lag) > unasked && at(lag) > at(lag - 1) && (lag === values.length || at(lag) >= at(lag + 1));
  const lags = values.map((_, index) => index + 1).filter((lag) => lag > 2);
  const largest = (some: readonly number[]): number | undefined =>
    some.length === 0 ? undefined : some.reduce((best, lag) => (Math.abs(at(lag)) > Math.abs(at(best)) ? lag : best));
  // What decays from row to row is as large at the season, and says nothing of it.
  if (season > 2 && at(season) > least && at(season) > at(season - 1)) return { kind: 'season', lag: season };
  const found = largest(lags.filter(isPeak));
  if (found !== undefined && at(found) >= at(1)) return { kind: 'season', lag: found };
  if (at(1) > least) return { kind: 'follows' };
  if (at(1) < -least) return { kind: 'alternates' };
  const other = largest(values.map((_, index) => index + 1).filter((lag) => Math.abs(at(lag)) > unasked));
  return other === undefined ? { kind: 'none' } : { kind: 'lag', lag: other };
};

const meanOf = (series: readonly Float64Array[]): { readonly count: number; readonly mean: number } => {
  let [count, sum] = [0, 0];
  for (const values of series) {
    for (const value of values) {
      if (Number.isNaN(value)) continue;
      count++;
      sum += value;
    }
  }
  return { count, mean: sum / count };
};

const productsAt = (series: readonly Float64Array[], lag: number): { readonly sum: number; readonly pairs: number } => {
  const total = { sum: 0, pairs: 0 };
  for (const values of series) addProducts(total, values, lag);
  return total;
};

/** A function of its own: within the loop over series, it is compiled to slower code. */
const addProducts = (total: { sum: number; pairs: number }, values: Float64Array, lag: number): void => {
  let { sum, pairs } = total;
  for (let row = lag; row < values.length; row++) {
    const product = (values[row] ?? NaN) * (values[row - lag] ?? NaN);
    if (Number.isNaN(product)) continue;
    sum += product;
    pairs++;
  }
  Object.assign(total, { sum, pairs });
};
