/** A line as a chart draws it: `y` may have gaps. `x` ascends. */
export interface Line {
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
}

/** First index whose x is at least `value`, `x.length` when there is none. */
export const lowerBound = (x: readonly number[], value: number): number => {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((x[middle] ?? Infinity) < value) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Index of the point nearest to `value`, −1 for an empty line. */
export const nearestIndex = (x: readonly number[], value: number): number => {
  const right = lowerBound(x, value);
  if (right === x.length) return x.length - 1;
  const after = x[right] ?? Infinity;
  const before = x[right - 1] ?? -Infinity;
  return right > 0 && value - before <= after - value ? right - 1 : right;
};

/**
 * The part of a line within [from, to], and one point beyond either end so that the line runs off the edge,
 * with at most four points for each of `buckets` equal stretches: first, lowest, highest, last. No spike is lost,
 * and a line of a million points costs the painter as much as one of a thousand.
 */
export const decimate = ({ x, y }: Line, from: number, to: number, buckets: number): Line => {
  const start = Math.max(0, lowerBound(x, from) - 1);
  let end = lowerBound(x, to);
  while (end < x.length && x[end] === to) end += 1;
  end = Math.min(x.length, end + 1);
  if (end - start <= buckets * 4 || !(to > from)) return { x: x.slice(start, end), y: y.slice(start, end) };

  const outX: number[] = [];
  const outY: (number | null)[] = [];
  const emit = (index: number): void => {
    outX.push(x[index] ?? 0);
    outY.push(y[index] ?? null);
  };
  const width = (to - from) / buckets;
  let index = start;
  while (index < end) {
    const bucket = bucketOf(x[index] ?? 0, from, width);
    const first = index;
    let lowest = -1;
    let highest = -1;
    let gap = -1;
    for (; index < end && bucketOf(x[index] ?? 0, from, width) === bucket; index++) {
      const value = y[index] ?? null;
      if (value === null) gap = index;
      else {
        if (lowest < 0 || value < (y[lowest] ?? 0)) lowest = index;
        if (highest < 0 || value > (y[highest] ?? 0)) highest = index;
      }
    }
    const kept = [...new Set([first, lowest, highest, gap, index - 1])].filter((kept) => kept >= 0);
    for (const place of kept.sort((a, b) => a - b)) emit(place);
  }
  return { x: outX, y: outY };
};

const bucketOf = (x: number, from: number, width: number): number => Math.floor((x - from) / width);
