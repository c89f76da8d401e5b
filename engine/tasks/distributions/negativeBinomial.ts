import { normalQuantile } from '../simple/normalQuantile.ts';
import type { Deviation } from './deviations.ts';
import { logGamma } from './logGamma.ts';
import { normalShare } from './normalShare.ts';

/** Counts with the variance m + dispersion · m², which is a Poisson distribution's where there is none. */
export interface CountDistribution {
  readonly mean: number;
  readonly dispersion: number;
}

/**
 * Of what a network tells of a target that was divided by `unit`, around a mean in the units of the file: dispersion over
 * √unit, as DeepAR has it (Salinas et al. 2017, 1704.04110).
 */
export const countsOf = ({ above }: Deviation, mean: number, unit: number): CountDistribution => ({
  mean,
  dispersion: above / Math.sqrt(unit),
});

/** Share of the mean by which the variance is more at the least: with less the sums below are long, and no quantile differs. */
const leastExcess = 0.01;
/** A normal distribution has less than a part in 10^300 beyond it. */
const mostDeviations = 37;

/**
 * Where a standard normal distribution has the share of its values below that a negative binomial one has at `count` and
 * below: −∞ below 0.
 */
export const scoreOfCount = (count: number, of: CountDistribution): number => {
  if (count < 0) return -Infinity;
  if (!(of.mean > 0)) return Infinity;
  const { below, above } = sharesAt(count, of);
  const score = below < above ? normalQuantile(below) : -normalQuantile(above);
  return Number.isFinite(score) ? score : below < above ? -mostDeviations : mostDeviations;
};

/**
 * The counts between which an interval reaches that so many deviations of a normal distribution are the half width of. The
 * mean always lies between them, and the wider holds the narrower.
 */
export const countsWithin = (
  normal: number,
  of: CountDistribution,
): { readonly low: number; readonly high: number } => {
  const { mean, dispersion } = of;
  if (!Number.isFinite(normal + mean + dispersion)) return { low: NaN, high: NaN };
  if (mean <= 0) return { low: 0, high: 0 };
  const width = Math.min(normal, mostDeviations - 1);
  const { low, high } = quantilesAt(width, of);
  return { low: Math.min(Math.floor(mean), low), high: Math.max(Math.ceil(mean), high) };
};

/** The first count that has so much of a standard normal distribution below it, or more. */
export const countAt = (score: number, of: CountDistribution): number => {
  if (!Number.isFinite(score + of.mean + of.dispersion)) return NaN;
  if (of.mean <= 0) return 0;
  const within = Math.max(1 - mostDeviations, Math.min(mostDeviations - 1, score));
  return firstWhere((count) => scoreOfCount(count, of) >= within, guessAt(within, of));
};

/** Where in a standard normal distribution a count lies: so far within the share that it has itself, in the middle of it when not given. */
export const scoreWithin = (count: number, of: CountDistribution, part = 0.5): number => {
  const { below, above } = sharesAt(count, of);
  const rest = (1 - part) * Math.exp(logProbability(count, of));
  const score = below < above ? normalQuantile(Math.max(below - rest, 0)) : -normalQuantile(above + rest);
  return Number.isFinite(score) ? score : below < above ? -mostDeviations : mostDeviations;
};

/** The least half width, in deviations of a normal distribution, of an interval that holds `count`. */
export const widthToCount = (count: number, of: CountDistribution): number =>
  Math.max(
    0,
    count > Math.ceil(of.mean) ? scoreOfCount(count - 1, of) : 0,
    count < Math.floor(of.mean) ? -scoreOfCount(count, of) : 0,
  );

/** ln of the probability of a count. */
export const logProbability = (count: number, of: CountDistribution): number => {
  const { mean } = of;
  const size = sizeOf(of);
  return (
    logGamma(count + size) -
    logGamma(size) -
    logGamma(count + 1) -
    size * Math.log1p(mean / size) -
    (count > 0 ? count * Math.log1p(size / mean) : 0)
  );
};

/** r, of which the dispersion is one part. */
const sizeOf = ({ mean, dispersion }: CountDistribution): number => Math.min(1 / dispersion, mean / leastExcess);

/** Shares of the values at a count and below, and above it: I_p(r, k + 1) and the rest, with p = r / (r + m). */
const sharesAt = (count: number, of: CountDistribution): { readonly below: number; readonly above: number } => {
  const { mean } = of;
  const size = sizeOf(of);
  return incompleteBeta(size / (size + mean), mean / (size + mean), size, count + 1);
};

const mostTerms = 10_000;
const precision = 1e-13;

/**
 * The regularised incomplete beta function I_x(a, b), and 1 less it, each with digits of its own, by its continued fraction
 * (Abramowitz and Stegun 26.5.8) where that is fast, on the one side of the mean or the other (Lentz's method).
 * @param y 1 − x
 */
const incompleteBeta = (x: number, y: number, a: number, b: number): { below: number; above: number } => {
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(y));
  if (x < (a + 1) / (a + b + 2)) {
    const below = (front * fraction(x, a, b)) / a;
    return { below, above: 1 - below };
  }
  const above = (front * fraction(y, b, a)) / b;
  return { below: 1 - above, above };
};

const fraction = (x: number, a: number, b: number): number => {
  const tiny = 1e-300;
  const kept = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / kept(1 - ((a + b) * x) / (a + 1));
  let product = d;
  for (let m = 1; m < mostTerms; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / kept(1 + even * d);
    c = kept(1 + even / c);
    product *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / kept(1 + odd * d);
    c = kept(1 + odd / c);
    product *= d * c;
    if (Math.abs(d * c - 1) < precision) break;
  }
  return product;
};

/** Up to here adding up probabilities is faster than looking for a count. */
const fewCounts = 300;
/** Further out, what is left of 1 has no digits. */
const exactDeviations = 5;
/** What rounding makes of two ways to the same score. */
const rounding = 1e-7;

/** The first counts with a score of −`width` and more, and of more than `width`. */
const quantilesAt = (width: number, of: CountDistribution): { readonly low: number; readonly high: number } => {
  const guess = guessAt(width, of);
  if (guess > fewCounts || width > exactDeviations) {
    return {
      low: firstWhere((count) => scoreOfCount(count, of) >= -width - rounding, guessAt(-width, of)),
      high: firstWhere((count) => scoreOfCount(count, of) > width + rounding, guess),
    };
  }
  const { mean } = of;
  const size = sizeOf(of);
  let probability = Math.exp(-size * Math.log1p(mean / size));
  const [least, most] = [normalShare(-width - rounding), normalShare(width + rounding)];
  let sum = 0;
  let low = -1;
  for (let count = 0; ; count++) {
    sum += probability;
    if (low < 0 && sum >= least) low = count;
    if (sum > most) return { low, high: count };
    probability *= ((size + count) * mean) / ((count + 1) * (size + mean));
  }
};

/** About where a count lies, by mean, deviation and skewness (Cornish and Fisher 1938). */
const guessAt = (normal: number, { mean, dispersion }: CountDistribution): number => {
  const deviation = Math.sqrt(mean + dispersion * mean * mean);
  const skewed = ((normal * normal - 1) * (1 + 2 * dispersion * mean)) / 6;
  return Math.max(0, Math.round(mean + normal * deviation + skewed));
};

/** The first count from 0 on for which something holds that holds for all after it. */
const firstWhere = (holds: (count: number) => boolean, guess: number): number => {
  let step = 1;
  let [low, high] = [guess - 1, guess];
  while (!holds(high)) {
    [low, high] = [high, high + step];
    step *= 2;
  }
  for (step = 1; low >= 0 && holds(low); step *= 2) [low, high] = [low - step, low];
  low = Math.max(low, -1);
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
};
