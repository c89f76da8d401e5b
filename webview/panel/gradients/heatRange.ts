import type { Range } from '../../chart/zoomRange.ts';
import type { HeatColumns } from './heatGrid.ts';
import { twoDecades } from './twoDecades.ts';

/** As many norms tell where nearly all of them lie. */
const mostNorms = 20_000;

/**
 * The decimal logarithms between which the norms of a map lie but for a hundredth at either end, at least two decades;
 * undefined when no norm is finite and above 0. One exploding step then does not make all others look alike.
 */
export const heatRange = ({ profiles }: HeatColumns): Range | undefined => {
  const count = profiles.reduce((sum, { length }) => sum + length, 0);
  // An odd stride, so that it does not meet the same time step of every profile.
  const stride = 2 * Math.floor(count / mostNorms / 2) + 1;
  const logs: number[] = [];
  let at = 0;
  for (const profile of profiles) {
    for (const norm of profile)
      if (at++ % stride === 0 && norm !== null && norm > 0 && norm < Infinity) logs.push(Math.log10(norm));
  }
  if (logs.length === 0) return undefined;
  logs.sort((a, b) => a - b);
  const quantile = (share: number): number => logs[Math.round(share * (logs.length - 1))] ?? 0;
  return twoDecades(quantile(0.01), quantile(0.99));
};
