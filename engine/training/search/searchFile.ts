import { randomUUID } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import type { RunConfig } from '../../config.ts';
import { InputError } from '../../errors.ts';
import { identifyDataAtRest } from '../../files/dataIdentity.ts';
import { moreTextsOf, otherFilesOf } from '../../files/parts/tableParts.ts';
import { whileUnchanged } from '../../files/whileUnchanged.ts';
import type { ResumeTuneParams, SearchEvent, TuneParams, TuneResult } from '../../protocol.ts';
import { checkRunsFolder } from '../../runs/checkRunsFolder.ts';
import { findChangedFile, fingerprintData } from '../../runs/fingerprint.ts';
import { createSearchId } from '../../runs/runId.ts';
import { SearchFolder } from '../../runs/searches/searchFolder.ts';
import { OpenedFiles } from '../../tasks/openedFiles.ts';
import { version } from '../../version.ts';
import { anyOf } from '../../words/anyOf.ts';
import { completeOpened, refuseProblems } from '../planRun.ts';
import { leaveToRules } from './chooseOnFolds.ts';
import { Candidates } from './candidates.ts';
import { FreshCandidates } from './freshCandidates.ts';
import { rungShares } from './halving.ts';
import type { SearchJournalParts } from './searchJournal.ts';
import { SearchRun, type SearchRunParts } from './searchRun.ts';
import { searchSpace } from './searchSpace.ts';
import { openTrialJudge } from './trialJudge.ts';

/**
 * Searches settings for a file: trains candidates for shares of a whole training until the budget is spent, and keeps each
 * trial in a folder of its own. `report` hears each as it has been made. Throws an `InputError` for a file that cannot be
 * trained on, a config that leaves nothing open, and a budget that is too short for one trial.
 */
export const searchFile = async (
  params: TuneParams,
  report: (event: SearchEvent) => void,
  files = new OpenedFiles(),
): Promise<TuneResult> => {
  await checkRunsFolder(params.searches);
  const { config, budget, seed = 1, searches } = params;
  const file = resolve(params.file);
  const others = otherFilesOf(file, config);
  const identity = await identifyDataAtRest(file, others);
  const now = new Date();
  const begin = async () => ({
    version: 1 as const,
    id: createSearchId(file, now, randomUUID()),
    created: now.toISOString(),
    updated: now.toISOString(),
    software: version,
    file,
    fingerprint: await fingerprintData(file, others),
    ...{ config, seed, rungs: rungShares, budget, seconds: 0 },
  });
  const record = await whileUnchanged(file, begin, { others, since: identity });
  const open = { searches, record, trials: [], report };
  return new SearchRun({ ...(await assemble(open, files)), others, identity }).run();
};

/**
 * Goes on with a search, for what is left of its budget or for `budget` seconds more. Throws an `InputError` where nothing
 * is left, and where the file has changed.
 */
export const resumeSearch = async (
  params: ResumeTuneParams,
  report: (event: SearchEvent) => void,
  files = new OpenedFiles(),
): Promise<TuneResult> => {
  const folder = SearchFolder.open(resolve(params.search));
  await folder.readRecord();
  await folder.hold();
  try {
    const kept = await folder.readRecord();
    const { file, config, seconds } = kept;
    const budget = params.budget === undefined ? kept.budget : seconds + params.budget;
    if (seconds >= budget) {
      const problem = `has spent the ${Math.round(budget)} s that it was given: say how much longer it may take`;
      throw new InputError(problem, { file: folder.path });
    }
    const others = otherFilesOf(file, config);
    const identity = await identifyDataAtRest(file, others);
    const changed = findChangedFile(file, kept.fingerprint, await fingerprintData(file, others));
    if (changed !== undefined) {
      const problem = 'has changed since the search began: put it back as it was, or search anew on it';
      throw new InputError(problem, { file: resolve(dirname(file), changed) });
    }
    const record = { ...kept, budget };
    const open = { searches: join(folder.path, '..'), folder, record, trials: await folder.readTrials(), report };
    return await new SearchRun({ ...(await assemble(open, files)), others, identity }).run();
  } finally {
    await folder.release();
  }
};

const assemble = async (
  parts: Omit<SearchJournalParts, 'task' | 'varied'>,
  files: OpenedFiles,
): Promise<Omit<SearchRunParts, 'others' | 'identity'>> => {
  const { seed, file: path } = parts.record;
  const file = await files.open(path, moreTextsOf(path, parts.record.config));
  // What is found was tried as it is: a run with it tries nothing else before.
  const params = await leaveToRules(file, { file: path, config: parts.record.config });
  const { config } = params;
  const completed = await completeOpened(params, file);
  refuseProblems(completed);
  const dimensions = searchSpace(config, completed.config);
  if (dimensions.length === 0) throw nothingOpen(path, completed.config);
  const fresh = new FreshCandidates(file, params, new Candidates(dimensions, completed.config, seed));
  return {
    ...parts,
    record: { ...parts.record, config },
    task: completed.config.task,
    varied: dimensions.map(({ path: field }) => field),
    judge: await openTrialJudge(file, params),
    fresh,
  };
};

const nothingOpen = (file: string, config: RunConfig): InputError => {
  const fields = searchSpace({}, config).map(({ path }) => path);
  return new InputError(`the config says all that a search would vary: leave ${anyOf(fields)} open`, { file });
};
