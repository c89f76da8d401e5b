import type { FoundBy, TrainParams } from '../../protocol.ts';
import { SearchFolder } from '../../runs/searches/searchFolder.ts';
import { count } from '../../words/count.ts';
import { describeChanges } from '../../runs/searches/describeChanges.ts';
import { rankCandidates } from '../../runs/searches/rankCandidates.ts';

/** Candidates that a run keeps at the most: who wants to see more looks into the folder of the search. */
const mostKept = 200;

/** What a run keeps of the search that its settings come from. Throws an `InputError` where there is no such search. */
export const readFoundBy = async ({ search, candidate }: NonNullable<TrainParams['found']>): Promise<FoundBy> => {
  const folder = SearchFolder.open(search);
  const { id, measure, rungs, seconds } = await folder.readRecord();
  const trials = await folder.readTrials();
  const ranked = rankCandidates(trials, measure).slice(0, mostKept);
  return { search: id, candidate, measure, rungs, seconds, count: trials.length, trials: ranked };
};

/** The same in a sentence. */
export const describeFound = ({ candidate, measure, trials, count: made }: FoundBy): string => {
  const { metric, on } = measure;
  const valueOf = (which: number): string | undefined => {
    const { value = null } = trials.find((trial) => trial.candidate === which) ?? {};
    return value === null ? undefined : String(Number(value.toPrecision(4)));
  };
  const [own, usual] = [candidate, 0].map(valueOf);
  const settings = describeChanges(trials.find((trial) => trial.candidate === candidate)?.changes ?? {});
  const against = candidate === 0 || usual === undefined ? '' : `, against ${usual} with the settings as they were`;
  return `The settings come of a search with ${count(made, 'trial')} (${settings}): ${metric} ${own ?? 'unknown'} on ${on}${against}.`;
};
