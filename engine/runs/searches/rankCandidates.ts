import type { SearchMeasure, Trial } from '../../records/searchRecords.ts';

/** Trials with a value, the best first. */
export const rankTrials = (trials: readonly Trial[], { lowerIsBetter }: SearchMeasure): Trial[] =>
  trials
    .filter(({ value }) => value !== null && Number.isFinite(value))
    .sort((a, b) => {
      const [first, second] = [a.value ?? NaN, b.value ?? NaN];
      if (first !== second) return lowerIsBetter ? first - second : second - first;
      return (a.tie ?? 0) - (b.tie ?? 0);
    });

/** The longest trial of each candidate that has a value: those of the longest rung first, and of each the best first. */
export const rankCandidates = (trials: readonly Trial[], measure: SearchMeasure): Trial[] => {
  const longest = new Map<number, Trial>();
  for (const trial of rankTrials(trials, measure)) {
    const known = longest.get(trial.candidate);
    if (!known || known.rung < trial.rung) longest.set(trial.candidate, trial);
  }
  return [...new Set(trials.map(({ rung }) => rung))]
    .sort((a, b) => b - a)
    .flatMap((rung) =>
      rankTrials(
        [...longest.values()].filter((trial) => trial.rung === rung),
        measure,
      ),
    );
};
