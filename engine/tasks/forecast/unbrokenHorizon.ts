import type { Numbers } from '../../files/columns/numbers.ts';

/** Share of the rows that a stretch of targets should begin at. */
const leastShare = 0.25;

/**
 * The longest horizon, `wanted` at most, for which enough rows have all their targets: with a longer one, gaps would
 * leave hardly a window to learn from and to score.
 */
export const unbrokenHorizon = (values: Numbers, wanted: number): number => {
  /** By length, up to the wanted one: at how many rows a stretch of so many values begins. */
  const starts = new Float64Array(wanted + 1);
  let run = 0;
  for (const page of values.pagesOf(values.length)) {
    for (const value of page) {
      run = Number.isNaN(value) ? 0 : run + 1;
      // A longer stretch ends here too, and began further up.
      for (let length = Math.min(run, wanted); length > 0; length--) starts[length] = (starts[length] ?? 0) + 1;
    }
  }
  let horizon = wanted;
  while (horizon > 1 && (starts[horizon] ?? 0) < leastShare * values.length) horizon--;
  return horizon;
};
