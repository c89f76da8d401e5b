/** Of several series one after the other, whose first rows are `starts`, ascending: the one that the row before `origin` is of. */
export const seriesAt = (starts: readonly number[], origin: number): number => {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < origin) low = middle;
    else high = middle;
  }
  return low;
};
