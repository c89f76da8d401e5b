import type { Config } from '../../config.ts';
import { presentErrand, takeBreath } from '../../errands/errand.ts';
import { InputError } from '../../errors.ts';
import type { FoldJudge, Judged } from './foldJudge.ts';

/** A config that is tried. */
export interface Candidate<T> {
  /** What the caller knows it by. */
  readonly what: T;
  readonly config: Config;
  /** Operations of an update. */
  readonly updateWork: number;
}

/** What came of the last time that a candidate was tried. */
export interface Trial<T> {
  readonly candidate: Candidate<T>;
  /** Updates that it was allowed. */
  readonly updates: number;
  /** Undefined where it could not be trained, and why not. */
  readonly judged?: Judged;
  readonly problem?: string;
}

export interface Competition<T> {
  readonly judge: FoldJudge;
  /** The first is what the others are held against, and never dropped; those at the end are left out where work is short. */
  readonly candidates: readonly [Candidate<T>, ...Candidate<T>[]];
  /** Operations for all trials together. */
  readonly work: number;
  /** Updates of a training below which a trial tells nothing, and beyond which none goes. */
  readonly fewestUpdates: number;
  readonly mostUpdates: number;
  /** What the best of the first round suggests to try besides. */
  readonly followers: (leader: Candidate<T>) => Promise<readonly Candidate<T>[]>;
}

/** Rounds share the work: in each those that are left are trained for longer. */
const mostRounds = 3;
/** Beside the first, in the last round. */
const finalists = 2;
/** Of two nobody can be dropped, and of three one. */
const roundsOf = (field: readonly unknown[]): number => Math.max(1, Math.min(mostRounds, field.length - 1));
/** By so much a round is longer than the one before, at the least. */
const longer = 1.5;

/**
 * Tries candidates by successive halving: each round trains those that did best in the one before for longer, on the same
 * folds. How long is counted in operations, so that the same candidates come to the same end each time.
 * @returns of each that was tried its last trial, that of the first candidate first and of the others the best first; and
 * the operations it took
 */
export const compete = async <T>(
  competition: Competition<T>,
): Promise<{ readonly trials: readonly Trial<T>[]; readonly spent: number }> => {
  const { judge, candidates, work, fewestUpdates, mostUpdates, followers } = competition;
  const [first, ...others] = candidates;
  const latest = new Map<Candidate<T>, Trial<T>>();
  const most = work / judge.trainings / fewestUpdates;
  let field = affordable(first, others, (many) => most / roundsOf(many));
  const rounds = roundsOf(field);
  let spent = 0;
  let before = 0;
  for (let round = 0; round < rounds; round++) {
    const isLast = round === rounds - 1 || field.length <= 2;
    const each = (work - spent) / (isLast ? 1 : rounds - round) / judge.trainings;
    const updates = Math.floor(Math.min(mostUpdates, each / workOf(field)));
    // Who has been trained to the end already would come to the same again.
    if (updates <= before) break;
    for (const [index, candidate] of field.entries()) {
      const trial = await tryOut(judge, candidate, updates, (done) => (round + (index + done) / field.length) / rounds);
      spent += (trial.judged?.updates ?? 0) * candidate.updateWork;
      latest.set(candidate, trial);
      await takeBreath();
    }
    before = updates;
    const [leader, ...left] = ranked(field.slice(1).flatMap((candidate) => latest.get(candidate) ?? []));
    if (isLast || !leader) break;
    const more = round === 0 && errorOf(leader) < errorOf(latest.get(first)) ? await followers(leader.candidate) : [];
    const half = Math.ceil((left.length + 1) / 2);
    const kept = round === rounds - 2 && rounds === mostRounds ? finalists : half;
    const next = [leader.candidate, ...more, ...left.map(({ candidate }) => candidate)].slice(0, kept + more.length);
    const share = (work - spent) / (rounds - round - 1) / judge.trainings;
    field = affordable(first, next, () => share / (longer * updates));
  }
  const [own, ...rest] = [...latest.values()];
  return { trials: own ? [own, ...ranked(rest)] : [], spent };
};

/** The first, and of the others those in front of which an update of each costs no more than so many may; one at the least. */
const affordable = <T>(
  first: Candidate<T>,
  others: readonly Candidate<T>[],
  workFor: (field: readonly Candidate<T>[]) => number,
): Candidate<T>[] => {
  const field = [first];
  for (const candidate of others) {
    const more = [...field, candidate];
    if (field.length > 1 && workOf(more) > workFor(more)) break;
    field.push(candidate);
  }
  return field;
};

const tryOut = async <T>(
  judge: FoldJudge,
  candidate: Candidate<T>,
  updates: number,
  shareOf: (done: number) => number,
): Promise<Trial<T>> => {
  const asker = presentErrand();
  const tell = (done: number): void => asker?.tell({ doing: 'choosing on folds', share: shareOf(done) });
  try {
    return { candidate, updates, judged: await judge.judge(candidate.config, { updates }, tell) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { candidate, updates, problem: error.problem };
  }
};

/** Those that were trained for longer before the others; of the same the one that errs less, or whose network does. */
const ranked = <T>(trials: readonly Trial<T>[]): Trial<T>[] =>
  trials.toSorted((a, b) => b.updates - a.updates || errorOf(a) - errorOf(b) || networkErrorOf(a) - networkErrorOf(b));

const errorOf = (trial: Trial<unknown> | undefined): number => known(trial?.judged?.forecast.mean);

const networkErrorOf = ({ judged }: Trial<unknown>): number => known(judged?.network.mean);

/** What is not known comes last. */
const known = (error = NaN): number => (Number.isNaN(error) ? Number.MAX_VALUE : error);

/** Of an update of each. */
const workOf = (field: readonly Candidate<unknown>[]): number =>
  field.reduce((sum, { updateWork }) => sum + updateWork, 0);
