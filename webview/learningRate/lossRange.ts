import type { LearningRatePoint } from '../../engine/protocol.ts';
import type { Range } from '../chart/zoomRange.ts';

/** How far above the first loss an explosion is shown, in falls from there to the lowest loss, and in first losses. */
const falls = 2;
const losses = 0.25;
/** Room above and below, of what is shown. */
const margin = 0.05;

/** A point whose smoothed loss is known. */
type SmoothedPoint = LearningRatePoint & { readonly smoothed: number };

export const isSmoothed = (point: LearningRatePoint): point is SmoothedPoint => point.smoothed !== null;

/**
 * The losses that a plot of a range test shows: all that leads to the lowest smoothed one, and after it so much of the
 * explosion that the fall before it is still seen.
 */
export const lossRange = (points: readonly LearningRatePoint[]): Range | undefined => {
  const known = points.filter(isSmoothed);
  const [first] = known;
  if (!first) return undefined;
  const all = known.flatMap(({ loss, smoothed }) => [loss, smoothed]);
  const lowest = known.reduce((best, point) => (point.smoothed < best.smoothed ? point : best));
  const before = known.slice(0, known.indexOf(lowest) + 1).map(({ loss }) => loss);
  const explosion =
    first.smoothed + Math.max(falls * (first.smoothed - lowest.smoothed), losses * Math.abs(first.smoothed));
  const from = Math.min(...all);
  const to = Math.min(Math.max(...all), Math.max(...before, explosion));
  const room = (to - from || Math.abs(to) || 1) * margin;
  return { from: from - room, to: to + room };
};
