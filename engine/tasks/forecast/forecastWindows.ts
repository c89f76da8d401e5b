import type { ForecastData } from './forecastFields.ts';
import type { SplitPoints } from '../../encoding/splitPoints.ts';

type WindowShape = Pick<ForecastData, 'window' | 'horizon' | 'anchor' | 'season'>;

/**
 * First rows of all windows that can be learned from or scored: every target of the horizon and every value it is
 * anchored to is in the file. `isEmpty[row]` is 1 where a target cell is empty.
 */
export const listWindows = (isEmpty: Uint8Array, firstComplete: number, shape: WindowShape): Int32Array => {
  const { window, horizon, anchor, season } = shape;
  const rows = isEmpty.length;
  const emptyBefore = isEmpty.includes(1) ? countBefore(isEmpty) : undefined;
  const isFull = (from: number, to: number): boolean => from >= 0 && emptyBefore?.[to] === emptyBefore?.[from];

  const last = rows - horizon;
  const examples = new Int32Array(Math.max(0, last - firstComplete - window + 1));
  let count = 0;
  for (let first = firstComplete + window; first <= last; first++) {
    const isAnchored =
      anchor === 'none' ||
      (anchor === 'last' && isFull(first - 1, first)) ||
      (anchor === 'seasonal' && isFull(first - season, first - season + Math.min(season, horizon)));
    if (isAnchored && isFull(first, first + horizon)) examples[count++] = first - window;
  }
  return examples.subarray(0, count);
};

/** By row: the flags before it, and at the end all of them. */
const countBefore = (flags: Uint8Array): Int32Array => {
  const counts = new Int32Array(flags.length + 1);
  for (let row = 0; row < flags.length; row++) counts[row + 1] = (counts[row] ?? 0) + (flags[row] ?? 0);
  return counts;
};

/** A window belongs to the split that holds all its targets, and to none when they straddle two. */
export const splitWindows = (
  examples: Int32Array,
  { window, horizon }: Pick<ForecastData, 'window' | 'horizon'>,
  { validStart, testStart }: SplitPoints,
): { train: Int32Array; valid: Int32Array; test: Int32Array } => {
  // Examples ascend: those of a split follow each other.
  const within = (from: number, to: number): Int32Array =>
    examples.subarray(countBelow(examples, from - window), countBelow(examples, to - window - horizon + 1));
  return { train: within(0, validStart), valid: within(validStart, testStart), test: within(testStart, Infinity) };
};

const countBelow = (ascending: Int32Array, limit: number): number => {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
};
