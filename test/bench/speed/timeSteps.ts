/** Milliseconds a step. */
export interface Timing {
  readonly best: number;
  readonly median: number;
}

/** Best and median of the steps of so many seconds, at least two, of which the first third, or the first, warms up. */
export const timeSteps = (seconds: number, step: () => void): Timing => {
  const times: number[] = [];
  const began = performance.now();
  for (let count = 0; ; count++) {
    const start = performance.now();
    step();
    const end = performance.now();
    if (count > 0 && (end - began > (seconds * 1000) / 3 || times.length === 0)) times.push(end - start);
    if (count > 0 && end - began > seconds * 1000) break;
  }
  times.sort((a, b) => a - b);
  return { best: times[0] ?? NaN, median: times[times.length >> 1] ?? NaN };
};
