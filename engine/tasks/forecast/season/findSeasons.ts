import { autocorrelations, isPeak } from './autocorrelations.ts';
import { detrend, trendOf } from './detrend.ts';
import { fittedSquares } from './fittedSquares.ts';
import { powersAt, prominences } from './periodogram.ts';
import { explainedShare, isBetterFold, withoutSeason } from './seasonMeans.ts';

/** Rows in the seasons of a series. */
export interface Seasons {
  /** 0 for none. */
  readonly season: number;
  /** Shorter or longer ones besides. */
  readonly others: readonly number[];
}

const none: Seasons = { season: 0, others: [] };
/** Without a calendar that tells of longer ones. */
const longestSearch = 1500;
/** Rows looked at: enough for a season, few enough for a search in well under a second. */
const searchedRows = 10_000;
/** A season must have come back so many times to be searched for; one of the calendar, twice. */
const leastCycles = 3;
const leastRows = 8;
/** Share of the values that is left of them when they are their trend and no more. */
const rounding = 1e-10;
/** Peaks of which none may be a season. */
const mostTried = 4;
/** A correlation below so many standard deviations of that of noise is none, nor must it be larger than a season's. */
const noiseDeviations = 3.5;
const largestNeeded = 0.3;
/** Of noise, one lag in some millions is as sharp. */
const leastSharpness = 5;
/** Times the power around it that a harmonic stands out with. */
const strongLine = 4;
const manyCycles = 10;
const leastDeviations = 3;
/** Rows around the strongest that are looked at closely. */
const closeReach = 3;
/** What a longer season must explain more than a shorter one. */
const leastMore = 0.02;
/** What another season must explain to be told of, and how many times what any part of the season would. */
const leastOther = 0.05;
const timesChance = 3;
/** A season that is no whole number of rows leaves one next to it. */
const leastApart = 1.5;

/**
 * The seasons of `values`, NaN where there is none: local maxima of the autocorrelation around their trend that stand
 * out of noise. `candidates`, those that the calendar has at this time step, are preferred to lags next to them.
 */
export const findSeasons = (values: Float64Array, candidates: readonly number[]): Seasons => {
  const rows = Math.min(values.length, Math.max(searchedRows, 4 * Math.max(0, ...candidates)));
  const newest = values.subarray(values.length - rows);
  const rest = detrend(newest);
  if (rest.length < leastRows || largest(rest) <= rounding * largest(newest)) return none;
  const ofCalendar = candidates.filter((season) => season > 1 && 2 * season <= rest.length && isSeason(rest, season));
  const searched = searchSeason(rest);
  const isNear = (season: number): boolean => Math.abs(season - searched) <= Math.max(1, searched / 50);
  const ofSearch = searched > 0 && !ofCalendar.some(isNear) ? [searched] : [];
  // A longer one may hold the one that was found.
  const longer = searched > 0 ? searchSeason(withoutSeason(rest, searched)) : 0;
  const ofRest = longer > searched && longer % searched === 0 && isSeason(rest, longer) ? [longer] : [];
  const all = [...new Set([...ofCalendar, ...ofSearch, ...ofRest])].sort((a, b) => a - b);
  const [first] = all;
  if (first === undefined) return none;
  const season = all.reduce((best, longer) =>
    explainedShare(rest, longer) > explainedShare(rest, best) + leastMore ? longer : best,
  );
  const left = withoutSeason(rest, season);
  const rests = [...all, season === searched ? longer : searchSeason(left)];
  return { season, others: othersBeside(rest, left, season, rests) };
};

const largest = (values: Float64Array): number =>
  values.reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0);

/** A season within this one that explains more than its part of it, and a longer one that is `left` without it. */
const othersBeside = (rest: Float64Array, left: Float64Array, season: number, known: readonly number[]): number[] => {
  const share = explainedShare(rest, season);
  const weightOf = (part: number): number =>
    explainedShare(rest, part) / Math.max(leastOther, (timesChance * part * share) / season);
  const parts = Array.from({ length: Math.floor(season / 3) }, (_, index) => index + 2).filter(
    (part) => season % part === 0 && season / part >= 3 && weightOf(part) >= 1 && isSeason(rest, part),
  );
  const [inner] = parts.sort((a, b) => weightOf(b) - weightOf(a));
  const longer = known.find(
    (other) =>
      other >= leastApart * season &&
      2 * other <= left.length &&
      explainedShare(left, other) >= leastOther &&
      isSeason(left, other),
  );
  return [...(inner === undefined ? [] : [inner]), ...(longer === undefined ? [] : [longer])];
};

/** The season of detrended values that no calendar tells of, 0 for none. */
const searchSeason = (rest: Float64Array): number => {
  const values = rest.subarray(-searchedRows);
  const longest = Math.min(longestSearch, Math.floor(values.length / leastCycles));
  const correlations = autocorrelations(values, Math.min(values.length - 1, longest + 1));
  const least = Math.min(largestNeeded, noiseDeviations / Math.sqrt(values.length));
  const peaks = rankPeaks(correlations, longest).filter((lag) => (correlations[lag] ?? 0) >= least);
  for (const peak of peaks.slice(0, mostTried)) {
    const season = fundamental(values, correlations, refine(values, correlations, peak));
    const isSharp = sharpness(correlations, season, values.length) > leastSharpness;
    if (2 * season > values.length) continue;
    if (isSharp || isSeason(values, season) || comesBack(correlations, season, values.length)) return season;
  }
  return 0;
};

/**
 * The number of rows near a peak whose harmonics are most like the values. A pattern with edges makes a sharp peak,
 * which noise does not move; a smooth one a flat peak, which it does.
 */
const refine = (rest: Float64Array, correlations: Float64Array, peak: number): number => {
  if (sharpness(correlations, peak, rest.length) > leastSharpness) return peak;
  const reach = Math.max(1, Math.ceil(peak / 10));
  // Only harmonics that stand out: others add noise.
  const about = bestOf(peak, reach, (seasons) => powersOf(rest, seasons, firstHarmonics));
  const lines = prominences(rest, about);
  const strong = lines.flatMap((line, index) => (line >= strongLine ? [index + 1] : []));
  if (strong.length === 0) return peak;
  const near = bestOf(about, Math.ceil(reach / 2), (seasons) => powersOf(rest, seasons, strong));
  if (rest.length > manyCycles * near) return near;
  // The power of few cycles leans to longer ones: a fit of waves and trend together does not.
  const trend = trendOf(new Uint8Array(rest.length).fill(1));
  return bestOf(near, closeReach, (seasons) => seasons.map((season) => fittedSquares(rest, trend, season, strong)));
};

const firstHarmonics = [1, 2, 3];

/** Of each season, the power in these harmonics of it: all at once, which is faster. */
const powersOf = (rest: Float64Array, seasons: readonly number[], harmonics: readonly number[]): number[] => {
  const waves = seasons.flatMap((season, at) =>
    harmonics.filter((harmonic) => 2 * harmonic <= season).map((harmonic) => ({ at, frequency: harmonic / season })),
  );
  const powers = powersAt(
    rest,
    waves.map(({ frequency }) => frequency),
  );
  const sums = new Array<number>(seasons.length).fill(0);
  for (const [wave, { at }] of waves.entries()) sums[at] = (sums[at] ?? 0) + (powers[wave] ?? 0);
  return sums;
};

/** The whole number from 2 on, at most `reach` from `near`, that is best. */
const bestOf = (near: number, reach: number, scoresOf: (seasons: readonly number[]) => readonly number[]): number => {
  const least = Math.max(2, near - reach);
  const seasons = Array.from({ length: Math.max(0, near + reach - least + 1) }, (_, at) => least + at);
  let best = near;
  let highest = -Infinity;
  for (const [at, score] of scoresOf(seasons).entries()) {
    if (score <= highest) continue;
    highest = score;
    best = seasons[at] ?? best;
  }
  return best;
};

/** How far a lag is above those next to it, in standard deviations of noise that hangs together as the values do. */
const sharpness = (correlations: Float64Array, lag: number, rows: number): number => {
  const beside = ((correlations[lag - 1] ?? 0) + (correlations[lag + 1] ?? 0)) / 2;
  return ((correlations[lag] ?? 0) - beside) / Math.sqrt(1.5 / rows);
};

/** The shortest season of which this one is no more than some repetitions. */
const fundamental = (rest: Float64Array, correlations: Float64Array, season: number): number => {
  const least = (correlations[season] ?? 0) - 0.2;
  for (let parts = Math.floor(season / 2); parts >= 2; parts--) {
    const near = highestNear(correlations, season / parts);
    if (near < 2 || (correlations[near] ?? 0) < least || riseTo(correlations, near) < 0.1) continue;
    const exact = refine(rest, correlations, near);
    if (Math.abs(exact * parts - season) > Math.max(1, season / 50)) continue;
    if (!isBetterFold(rest, exact * parts, exact)) return exact;
  }
  return season;
};

/** The most alike lag within a tenth of another. */
const highestNear = (correlations: Float64Array, lag: number): number => {
  const reach = lag / 10;
  let best = Math.round(lag);
  for (let other = Math.ceil(lag - reach); other <= lag + reach; other++) {
    if ((correlations[other] ?? 0) > (correlations[best] ?? 0)) best = other;
  }
  return best;
};

/** Local maxima, the highest above the lags before them first. */
const rankPeaks = (correlations: Float64Array, longest: number): number[] => {
  const peaks: { readonly lag: number; readonly rise: number }[] = [];
  for (let lag = 2; lag <= longest; lag++) {
    if (isPeak(correlations, lag)) peaks.push({ lag, rise: riseTo(correlations, lag) });
  }
  return peaks.sort((a, b) => b.rise - a.rise).map(({ lag }) => lag);
};

/** How far a lag is above the lowest since its half. */
const riseTo = (correlations: Float64Array, lag: number): number => {
  let least = Infinity;
  for (let before = Math.max(1, Math.floor(lag / 2)); before < lag; before++) {
    least = Math.min(least, correlations[before] ?? 0);
  }
  return (correlations[lag] ?? 0) - least;
};

/** Of noise, sums of as many prominences are larger once in some thousand times. */
const largestOfNoise = [0, 13, 16, 18.5, 21, 23, 25];

/**
 * Whether a lag is alike beyond what noise that hangs together has, and so is twice the lag: of cycles that are not
 * equally long, whose power is spread over frequencies.
 */
const comesBack = (correlations: Float64Array, season: number, rows: number): boolean => {
  const twice = highestNear(correlations, 2 * season);
  return (
    twice < correlations.length &&
    deviationsAt(correlations, highestNear(correlations, season), rows) > leastDeviations &&
    deviationsAt(correlations, twice, rows) > leastDeviations / 3
  );
};

/** Standard deviations by Bartlett's formula for noise whose correlations are those before the lag. */
const deviationsAt = (correlations: Float64Array, lag: number, rows: number): number => {
  let squares = 0;
  for (let before = 1; before < lag; before++) squares += (correlations[before] ?? 0) ** 2;
  return (correlations[lag] ?? 0) / Math.sqrt((1 + 2 * squares) / rows);
};

const isSeason = (rest: Float64Array, season: number): boolean => {
  const lines = prominences(rest, season);
  return lines.reduce((sum, line) => sum + line, 0) > (largestOfNoise[lines.length] ?? Infinity);
};
