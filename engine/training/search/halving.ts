import type { SearchMeasure, Trial } from '../../records/searchRecords.ts';
import { rankTrials } from '../../runs/searches/rankCandidates.ts';

/** Of so many candidates on a rung one goes on to the next, which is as many times as long. */
const factor = 3;
/** Shares of a whole training that the rungs take, the shortest first. */
export const rungShares: readonly number[] = [1 / factor ** 2, 1 / factor, 1];

/** A candidate to be tried, and for how long. */
export interface NextTrial {
  readonly candidate: number;
  readonly rung: number;
}

/**
 * Asynchronous successive halving (Li et al. 2020) with one worker: what may go on to a longer rung does, the longest
 * first; else `fresh`, the next candidate that has not been tried, begins on the first. Whenever a search ends, its
 * best has been trained longest. The config without changes goes on with the first that does, so that what is found is
 * held against it after as long a training. Several are given, in the order in which they are wanted, for who has no time for
 * the first of them; none where all has been tried.
 */
export const nextTrials = (
  trials: readonly Trial[],
  rungs: number,
  fresh: number | undefined,
  measure: SearchMeasure | undefined,
): NextTrial[] => {
  const on = (rung: number): readonly Trial[] => trials.filter((trial) => trial.rung === rung);
  const next: NextTrial[] = [];
  for (let rung = rungs - 2; rung >= 0; rung--) {
    const ranked = measure ? rankTrials(on(rung), measure) : [];
    const above = on(rung + 1);
    const isAbove = (candidate: number): boolean => above.some((trial) => trial.candidate === candidate);
    // Where there is nobody left to wait for, one of few goes on as well.
    const most = fresh === undefined ? Math.ceil(ranked.length / factor) : Math.floor(ranked.length / factor);
    const unchanged = above.length > 0 ? ranked.filter(({ candidate }) => candidate === 0) : [];
    for (const { candidate } of [...unchanged, ...ranked.slice(0, most)]) {
      if (!isAbove(candidate) && !next.some((one) => one.candidate === candidate))
        next.push({ candidate, rung: rung + 1 });
    }
  }
  return fresh === undefined ? next : [...next, { candidate: fresh, rung: 0 }];
};
