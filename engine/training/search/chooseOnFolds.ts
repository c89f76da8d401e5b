import type { ChoiceRecord, FileParams } from '../../protocol.ts';
import type { CompletedConfig } from '../../tasks/config/completeConfig.ts';
import { updateWork, updatesOf } from '../../tasks/config/updateWork.ts';
import { taskOf } from '../../tasks/findTask.ts';
import type { OpenedFile } from '../../tasks/openedFile.ts';
import type { Variant } from '../../tasks/search/variant.ts';
import { completeOpened } from '../planRun.ts';
import { type Candidate, type Trial, compete } from './compete.ts';
import { type FoldJudge, openFoldJudge } from './foldJudge.ts';
import { isBeyondNoise } from './isBeyondNoise.ts';
import { recordChoice } from './recordChoice.ts';
import { pinnedTo, wishFor } from './variantConfigs.ts';

/** Operations that choosing may take in any case: about two seconds of one thread. */
const leastWork = 8e10;
/** Updates of a training below which a trial tells nothing. */
const fewestUpdates = 100;
/** Folds that are enough, and those below which chance decides. */
const [mostFolds, fewestFolds] = [40, 4];
/** Share of the folds that there is room for. */
const foldShare = 0.25;

/** What to train, and how that was chosen. */
export interface Chosen {
  readonly params: FileParams;
  readonly choice?: ChoiceRecord;
  /** Why nothing was tried, though it was asked for. */
  readonly note?: string;
}

/**
 * Where a config asks for it, tries the ways to forecast that it leaves open on folds of the rows that train, in short
 * trainings, and puts the best into it where that beats what the rules chose by more than chance. No row of validation or
 * test is looked at, and the work is counted in operations: with the same seed and threads the choice is the same.
 */
export const chooseOnFolds = async (file: OpenedFile, params: FileParams): Promise<Chosen> => {
  const rules = await completeOpened(params, file);
  const { config, problems, work } = rules;
  const asked = problems.length > 0 ? undefined : taskOf(config).variants?.(params.config, config);
  if (!asked) return { params };
  // Who has not asked for it is not told of what could not be.
  const untold = (note: string): Chosen => ({ params, ...(saysChooser(params) && { note }) });
  const candidatesOf = (variants: readonly Variant[]): Promise<Candidate<Variant>[]> =>
    possible(variants, file, params, rules);
  const [own, ...others] = await candidatesOf(asked.variants);
  if (!own || others.length === 0) return untold('The config leaves nothing to choose on folds.');
  const judge = await judgeFor(file, { ...params, config: own.config }, rules);
  if (!judge) return untold('The rows that train are too few for folds to choose on: rules have chosen.');
  const mostUpdates = updatesOf(work, config);
  const whole = mostUpdates * own.updateWork;
  const { trials, spent } = await compete({
    ...{ judge, candidates: [own, ...others], work: Math.max(asked.budget * whole, leastWork) },
    ...{ fewestUpdates, mostUpdates },
    followers: async ({ what, config: leading }) => {
      if (what.isOtherWindow) return [];
      const { config: whole } = await completeOpened({ ...params, config: leading }, file);
      const more = taskOf(config).variants?.(params.config, whole)?.variants ?? [];
      return candidatesOf(more.filter(({ isOtherWindow }) => isOtherWindow));
    },
  });
  const [first, ...rest] = trials;
  if (!first?.judged) {
    return untold(`What rules have chosen cannot be tried on folds: ${first?.problem ?? 'it forecasts nothing'}.`);
  }
  const winner = rest.find((trial) => beats(trial, first));
  const choice = recordChoice([first, ...rest], winner ?? first, { judge, share: spent / whole });
  if (!winner) return { params, choice };
  return { params: { ...params, config: wishFor(winner.candidate.what, params.config, rules) }, choice };
};

/** The same wish, of which nothing is tried: the rules choose what it leaves open. */
export const leaveToRules = async (file: OpenedFile, params: FileParams): Promise<FileParams> => {
  const { config } = await completeOpened(params, file);
  if (!taskOf(config).variants?.(params.config, config)) return params;
  return { ...params, config: { ...params.config, data: { ...params.config.data, chosenBy: 'rules' } } };
};

const saysChooser = ({ config: { data } }: FileParams): boolean => data?.['chosenBy'] !== undefined;

/** Folds of the rows that train, as many as leave most of them to learn from. */
const judgeFor = async (
  file: OpenedFile,
  params: FileParams,
  { config }: CompletedConfig,
): Promise<FoldJudge | undefined> => {
  const plan = await taskOf(config).planBacktest?.(file, config, { until: 'valid' });
  const folds = Math.min(mostFolds, Math.floor(foldShare * (plan?.mostFolds ?? 0)));
  return folds < fewestFolds ? undefined : openFoldJudge(file, params, { until: 'valid', folds });
};

/** Those that can be trained on the file. */
const possible = async (
  variants: readonly Variant[],
  file: OpenedFile,
  params: FileParams,
  rules: CompletedConfig,
): Promise<Candidate<Variant>[]> => {
  const candidates: Candidate<Variant>[] = [];
  for (const what of variants) {
    const config = pinnedTo(what, rules);
    const { problems, work, config: completed } = await completeOpened({ ...params, config }, file);
    if (problems.length === 0) candidates.push({ what, config, updateWork: updateWork(work, completed) });
  }
  return candidates;
};

/**
 * Whether it forecasts better, or its network does and its forecasts are no worse: in short trainings a blend hides how
 * good a network will be. Trials of the same length are compared alone.
 */
const beats = (trial: Trial<Variant>, first: Trial<Variant>): boolean => {
  const [own, other] = [trial.judged, first.judged];
  if (!own || !other || trial.updates !== first.updates) return false;
  if (isBeyondNoise(own.forecast.byFold, other.forecast.byFold)) return true;
  return own.forecast.mean <= other.forecast.mean && isBeyondNoise(own.network.byFold, other.network.byFold);
};
