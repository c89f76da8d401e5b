import type { Histogram } from '../../../protocol.ts';

const [fewestBins, mostBins] = [8, 40];
/** Share of the values, by their size, that bins are made for: the few beyond would leave most of them empty. */
const coveredShare = 0.99;

/**
 * Values in bins of equal width, an edge of which is 0. The width is 2 · IQR / ∛n (Freedman and Diaconis 1981), or the
 * next one of 8 to 40 bins, rounded to 1, 2 or 5 times a power of ten; bins reach as far on both sides as 99 % of the
 * values do.
 * @param values known ones, at least one
 */
export const histogramOf = (values: Float64Array): Histogram => {
  const ascending = values.toSorted();
  const sizes = values.map(Math.abs).sort();
  const reach = sizes[Math.ceil(coveredShare * sizes.length) - 1] || 1;
  const spread = quantile(ascending, 0.75) - quantile(ascending, 0.25);
  const wanted = (2 * spread) / Math.cbrt(values.length);
  const width = roundWidth(Math.min((2 * reach) / fewestBins, Math.max((2 * reach) / mostBins, wanted)));
  // What lies on an edge but for rounding belongs to it.
  const half = Math.max(1, Math.ceil(reach / width - 1e-9));
  const counts = new Array<number>(2 * half).fill(0);
  let [below, above] = [0, 0];
  for (const value of values) {
    // The last bin holds its upper edge.
    const bin = value === half * width ? 2 * half - 1 : Math.floor(value / width) + half;
    if (bin < 0) below++;
    else if (bin >= counts.length) above++;
    else counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { from: -half * width, width, counts, below, above };
};

/** The largest of 1, 2 and 5 times a power of ten that is no wider. */
const roundWidth = (width: number): number => {
  const power = 10 ** Math.floor(Math.log10(width));
  const digit = width / power;
  return (digit >= 5 ? 5 : digit >= 2 ? 2 : 1) * power;
};

/** Of ascending values, between which it lies on a straight line. */
const quantile = (ascending: Float64Array, share: number): number => {
  const at = (ascending.length - 1) * share;
  const below = ascending[Math.floor(at)] ?? NaN;
  return below + (at % 1) * ((ascending[Math.ceil(at)] ?? NaN) - below);
};
