/** Costs a fifth of a step at most (test/bench/diagnostics.bench.ts): every 25th is less than 1 % of the time. */
const shortest = 25;
const perRun = 200;

/**
 * Updates from one diagnosed update to the next, in a run of so many: the first of all is diagnosed, at most 200 in a
 * run are. It depends on nothing else, so that the same run always writes the same files.
 */
export const diagnosisInterval = (totalSteps: number): number => Math.max(shortest, Math.ceil(totalSteps / perRun));
