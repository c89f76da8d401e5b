import type { Range } from '../../chart/zoomRange.ts';

/** The range between two decimal logarithms, widened about its middle to two decades: less would show noise as a fall. */
export const twoDecades = (low: number, high: number): Range => {
  const missing = Math.max(0, 2 - (high - low)) / 2;
  return { from: low - missing, to: high + missing };
};
