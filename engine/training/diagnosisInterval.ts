/** For networks of some size, of which a diagnosis takes less than half an update, and with a look back one and a half. */
const shortest = 25;
const shortestWithLook = 75;
const longest = 100;
/** Operations in which even a diagnosis of a small network, 20 to 30 µs, is less than 2 %: test/bench/diagnostics.bench.ts. */
const smallWork = 3e8;
const perRun = 200;

/**
 * Updates from one diagnosed update to the next, in a run of so many with so many additions and multiplications each:
 * less than 2 % of the time goes there, and a run has 200 of them at most. It depends on nothing else, so that the same
 * run always writes the same files.
 */
export const diagnosisInterval = (totalSteps: number, operations: number, looksBack: boolean): number => {
  const least = looksBack ? shortestWithLook : shortest;
  const affordable = Math.min(longest, Math.max(least, Math.ceil(smallWork / operations)));
  return Math.max(affordable, Math.ceil(totalSteps / perRun));
};
