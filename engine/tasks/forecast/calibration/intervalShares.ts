import type { Intervals } from '../../model.ts';
import { normalQuantile } from '../../simple/normalQuantile.ts';

/** What intervals hold where nobody asks for another share. */
export const usualShare = 0.8;
/** What is measured beside it. */
export const widerShare = 0.95;

/** Shares whose widths are kept with a model: others lie between them, and quantiles from a tenth to nine tenths are their ends. */
export const intervalShares = [0.2, 0.4, 0.6, usualShare, 0.9, widerShare, 0.98] as const;

/** The least and the most that can be asked for. */
export const [leastShare, mostShare] = [0.2, 0.98] as const;

/** Half of an interval that holds so much, by its place among the outputs; undefined where the model knows none such. */
export const widthOf = (
  { intervals, otherIntervals = [] }: Intervals,
  share: number,
  place: number,
): number | undefined => {
  if (share === usualShare || !intervals) return intervals?.[place];
  const exactly = otherIntervals.find((each) => each.share === share);
  if (exactly) return exactly.widths[place];
  const known = [...otherIntervals, { share: usualShare, widths: intervals }].sort((a, b) => a.share - b.share);
  const above = known.findIndex((each) => each.share > share);
  const [lower, upper] = [known[above - 1], known[above]];
  if (!upper || !lower) return undefined;
  // Between two, as errors of a normal distribution would lie.
  const low = normalWidth(lower.share);
  const part = (normalWidth(share) - low) / (normalWidth(upper.share) - low);
  return (1 - part) * (lower.widths[place] ?? NaN) + part * (upper.widths[place] ?? NaN);
};

/** The same of any share from 0 to 1: beyond those that can be asked for, in the proportions of a normal distribution. */
export const drawnWidth = (intervals: Intervals, share: number, place: number): number | undefined => {
  const nearest = Math.min(mostShare, Math.max(leastShare, share));
  const width = widthOf(intervals, nearest, place);
  return width === undefined || nearest === share ? width : (width * normalWidth(share)) / normalWidth(nearest);
};

/** Standard deviations that hold a share of a normal distribution. */
export const normalWidth = (share: number): number => normalQuantile((1 + share) / 2);
