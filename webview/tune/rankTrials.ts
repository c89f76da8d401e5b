import type { SearchMeasure, Trial } from '../../engine/protocol.ts';

/**
 * Of each candidate its longest trial, in the order of the engine's own ranking: what was trained longest first, of that
 * the best; those without a value last.
 */
export const rankTrials = (trials: readonly Trial[], { lowerIsBetter }: SearchMeasure): readonly Trial[] => {
  const longest = new Map<number, Trial>();
  for (const trial of trials) {
    const known = longest.get(trial.candidate);
    // Where the longer one failed the shorter one counts.
    if (!known || known.value === null || (trial.value !== null && known.rung < trial.rung)) {
      longest.set(trial.candidate, trial);
    }
  }
  return [...longest.values()].sort((a, b) => {
    if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
    if (a.rung !== b.rung) return b.rung - a.rung;
    if (a.value !== b.value) return lowerIsBetter ? a.value - b.value : b.value - a.value;
    return (a.tie ?? 0) - (b.tie ?? 0);
  });
};
