import type { Line } from './decimate.ts';
import { nearestIndex } from './decimate.ts';

/** The x of the point nearest to `at` in any of the lines; undefined when there is no point. */
export const snapTo = (lines: readonly Line[], at: number): number | undefined =>
  lines
    .map(({ x }) => x[nearestIndex(x, at)])
    .reduce(
      (nearest, x) =>
        x !== undefined && (nearest === undefined || Math.abs(x - at) < Math.abs(nearest - at)) ? x : nearest,
      undefined,
    );

/** A line's value nearest to `at`, its last one without `at`; undefined beyond its ends and in its gaps. */
export const valueAt = ({ x, y }: Line, at: number | undefined): number | undefined => {
  if (at === undefined) return y.findLast((value) => value !== null) ?? undefined;
  const isBeyond = at < (x[0] ?? Infinity) || at > (x.at(-1) ?? -Infinity);
  return isBeyond ? undefined : (y[nearestIndex(x, at)] ?? undefined);
};
