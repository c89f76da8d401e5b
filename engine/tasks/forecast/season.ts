import { naiveError } from './forecastMetrics.ts';
import { Numbers } from '../../files/columns/numbers.ts';
import { type TimeStep, dayLength, weekLength } from '../../encoding/timeStep.ts';

const hour = dayLength / 24;
const minute = hour / 60;

/** The seasons that rows this far apart may have, shortest first. */
const seasonsOf = ({ length, months, skipsWeekends }: TimeStep): number[] => {
  if (months > 0) return 12 % months === 0 && months < 12 ? [12 / months] : [];
  if (skipsWeekends) return [5, 261];
  const near = (wanted: number): boolean => Math.abs(length - wanted) < wanted * 0.02;
  if (near(weekLength)) return [52];
  if (near(dayLength)) return [7, 365];
  if (length < dayLength && length >= minute) {
    const perDay = Math.round(dayLength / length);
    return perDay * 7 <= 24 * 7 * 4 ? [perDay, perDay * 7] : [perDay];
  }
  if (length < minute) return [Math.round(minute / length), Math.round(hour / length)].filter((steps) => steps > 1);
  return [];
};

/**
 * Rows in a season of `values`, 0 for none. With one candidate for this time step it is that one; among several, and
 * without timestamps, what explains most of the variation decides. A season must have come back in `values`.
 */
export const findSeason = (values: Float64Array, step: TimeStep | undefined): number => {
  const detrended = removeTrend(values);
  if (!step) return searchSeason(detrended);
  const candidates = seasonsOf(step).filter((season) => season > 1 && season * 2 <= values.length);
  const [only, ...others] = candidates;
  if (only === undefined) return 0;
  if (others.length === 0) return only;
  return candidates.reduce((best, season) =>
    explainedShare(detrended, season) > explainedShare(detrended, best) + 0.02 ? season : best,
  );
};

/** Of the variance, the share that the mean of each place in the season explains, adjusted for their number. */
const explainedShare = (values: Float64Array, season: number): number => {
  const sums = new Float64Array(season);
  const counts = new Float64Array(season);
  let total = 0;
  let squares = 0;
  let count = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? NaN;
    if (Number.isNaN(value)) continue;
    const place = row % season;
    sums[place] = (sums[place] ?? 0) + value;
    counts[place] = (counts[place] ?? 0) + 1;
    total += value;
    squares += value * value;
    count++;
  }
  const variance = squares - (total * total) / count;
  if (!(variance > 0) || count <= season) return 0;
  let between = -(total * total) / count;
  for (let place = 0; place < season; place++) between += (sums[place] ?? 0) ** 2 / Math.max(1, counts[place] ?? 0);
  return 1 - ((1 - between / variance) * (count - 1)) / (count - season);
};

const longestSearch = 1000;
/** Rows looked at: enough for a season, few enough for a search in well under a second. */
const searchedRows = 20_000;
const leastCorrelation = 0.3;

/** The lag, after the correlation has first fallen below 0, at which the values are most like themselves. */
const searchSeason = (all: Float64Array): number => {
  const values = all.subarray(-searchedRows);
  const longest = Math.min(longestSearch, Math.floor(values.length / 3));
  let best = 0;
  let bestCorrelation = leastCorrelation;
  let hasFallen = false;
  for (let lag = 1; lag <= longest; lag++) {
    const correlation = autocorrelation(values, lag);
    if (correlation < 0) hasFallen = true;
    // A multiple of the season is as much alike, give or take noise: it must be clearly better to win.
    if (hasFallen && correlation > bestCorrelation + (best > 0 ? 0.05 : 0)) {
      best = lag;
      bestCorrelation = correlation;
    }
  }
  return best;
};

const autocorrelation = (values: Float64Array, lag: number): number => {
  let product = 0;
  let squares = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? NaN;
    if (Number.isNaN(value)) continue;
    squares += value * value;
    const before = row >= lag ? (values[row - lag] ?? NaN) : NaN;
    if (!Number.isNaN(before)) product += value * before;
  }
  return squares > 0 ? product / squares : 0;
};

/** Deviations from the straight line through the values (least squares). */
const removeTrend = (values: Float64Array): Float64Array => {
  let count = 0;
  let meanX = 0;
  let meanY = 0;
  let sxx = 0;
  let sxy = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? NaN;
    if (Number.isNaN(value)) continue;
    count++;
    const dx = row - meanX;
    meanX += dx / count;
    meanY += (value - meanY) / count;
    sxx += dx * (row - meanX);
    sxy += dx * (value - meanY);
  }
  const slope = sxx > 0 ? sxy / sxx : 0;
  return values.map((value, row) => value - meanY - slope * (row - meanX));
};

/** Mean absolute errors, on `values`, of the forecasts a network can learn to correct, `horizon` steps ahead. */
export const anchorErrors = (
  values: Float64Array,
  horizon: number,
  season: number,
): { none: number; last: number; seasonal: number } => {
  const mean = values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0) / countValues(values);
  const none =
    values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : Math.abs(value - mean)), 0) / countValues(values);
  const numbers = Numbers.of(values);
  const over = (lag: (step: number) => number): number => {
    let total = 0;
    for (let step = 1; step <= horizon; step++) total += naiveError(numbers, values.length, lag(step));
    return total / horizon;
  };
  return {
    none,
    last: over((step) => step),
    seasonal: season > 0 ? over((step) => season * Math.ceil(step / season)) : Infinity,
  };
};

const countValues = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + Number(!Number.isNaN(value)), 0);
