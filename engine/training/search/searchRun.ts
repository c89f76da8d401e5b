import type { CancellationToken } from 'vscode-jsonrpc';
import { AwakeClock } from '../../awakeClock.ts';
import { type Errand, onErrand, presentErrand, takeBreath } from '../../errands/errand.ts';
import { InputError } from '../../errors.ts';
import { describeFault, logFault } from '../../explainError.ts';
import type { DataIdentity } from '../../files/dataIdentity.ts';
import { whileUnchanged } from '../../files/whileUnchanged.ts';
import type { SearchMeasure, Trial, TuneResult } from '../../protocol.ts';
import { Cancelled } from '../../unlessCancelled.ts';
import { describeChanges } from '../../runs/searches/describeChanges.ts';
import type { Candidate, FreshCandidates } from './freshCandidates.ts';
import { type NextTrial, nextTrials } from './halving.ts';
import { SearchJournal, type SearchJournalParts } from './searchJournal.ts';
import type { JudgedTrial, TrialJudge } from './trialJudge.ts';

/**
 * A candidate that takes more than this share of the budget to train whole would leave too little for others; what takes
 * as many times as long as the settings as they are may be tried in any case.
 */
const dearest = { share: 1 / 4, times: 2 };
/** What of a budget may be kept back for training the best at the end. */
const mostKeptBack = 1 / 2;
/** How often a candidate is begun that no engine has come to the end of. */
const mostBegun = 2;
/** A search is worth its name where there is time for so many trials. */
const fewestTrials = 4;

export interface SearchRunParts extends SearchJournalParts {
  readonly judge: TrialJudge;
  readonly fresh: FreshCandidates;
  /** Files that are read along with the data file, and what all of them were when the search began. */
  readonly others: readonly string[];
  readonly identity: DataIdentity;
}

interface ChosenTrial extends NextTrial {
  readonly of: Candidate;
}

/** One search under way: tries candidates until its time is up, and keeps each trial before the next begins. */
export class SearchRun {
  private readonly parts: SearchRunParts;
  private readonly clock = new AwakeClock();
  private readonly began = this.clock.now();
  private readonly journal: SearchJournal;
  private readonly asker = presentErrand();

  constructor(parts: SearchRunParts) {
    this.parts = parts;
    this.journal = new SearchJournal(parts, () => this.spent);
  }

  /**
   * Resolves when the time is up or all has been tried. Rejects with `Cancelled` where the errand is not wanted any more, and
   * with an `InputError` for a budget that is too short for one trial; what was tried until then is in the folder.
   */
  run(): Promise<TuneResult> {
    return this.clock.during(async () => {
      try {
        while (await this.tryNext());
        return this.journal.result();
      } finally {
        await this.journal.close();
      }
    });
  }

  /** Seconds of the budget. */
  private get spent(): number {
    return this.parts.record.seconds + (this.clock.now() - this.began) / 1000;
  }

  private get budget(): number {
    return this.parts.record.budget;
  }

  /** False where there is no time for more, or nothing left to try. */
  private async tryNext(): Promise<boolean> {
    await takeBreath();
    const chosen = await this.choose();
    if (!chosen) return false;
    const begun = await this.journal.begin(chosen);
    const { measure } = this.journal.record;
    if (begun > mostBegun && measure) {
      await this.journal.keep(failed(chosen, 'the engine ended each time it was tried'), measure);
      return true;
    }
    const tried = await this.train(chosen);
    if (tried === 'unfit') this.parts.fresh.drop(chosen.candidate);
    else if (tried) await this.journal.keep(tried.trial, tried.measure);
    return tried !== undefined;
  }

  /** What there is time for, beside that of training the best at the end. */
  private async choose(): Promise<ChosenTrial | undefined> {
    const { fresh } = this.parts;
    const { trials, ranking, record } = this.journal;
    const { rungs, measure } = record;
    const perCost = await this.secondsPerCost();
    const usual = await fresh.look(0, {});
    const most = Math.max((dearest.share * this.budget) / (perCost ?? 0), dearest.times * (usual?.cost ?? 0));
    const found = await fresh.find(trials, most);
    const keptBack = Math.min(ranking[0]?.wholeSeconds ?? 0, mostKeptBack * this.budget);
    const left = this.budget - this.spent - keptBack;
    for (const next of nextTrials(trials, rungs.length, found?.candidate, measure)) {
      const before = trials.findLast(({ candidate }) => candidate === next.candidate);
      const of = before ? await fresh.look(next.candidate, before.changes) : found;
      const share = rungs[next.rung] ?? 1;
      const expected = before
        ? (before.seconds * share) / (rungs[before.rung] ?? 1)
        : (of?.cost ?? 0) * (perCost ?? 0) * share;
      if (of && (trials.length === 0 || expected < left)) return { ...next, of };
    }
    return undefined;
  }

  /** What the trials have taken, by what they were expected to cost; undefined before the first. */
  private async secondsPerCost(): Promise<number | undefined> {
    let [seconds, cost] = [0, 0];
    for (const trial of this.journal.trials.filter(({ failure }) => failure === undefined)) {
      const looked = await this.parts.fresh.look(trial.candidate, trial.changes);
      if (!looked) continue;
      seconds += trial.seconds;
      cost += looked.cost * (this.journal.record.rungs[trial.rung] ?? 1);
    }
    return cost > 0 ? seconds / cost : undefined;
  }

  /** Undefined where the time is up before it has ended; `unfit` where it cannot be trained on what the trials may see. */
  private async train(
    chosen: ChosenTrial,
  ): Promise<{ readonly trial: Trial; readonly measure: SearchMeasure } | 'unfit' | undefined> {
    const { others, identity, judge } = this.parts;
    const { rungs, file } = this.journal.record;
    const { candidate, rung } = chosen;
    const { changes, config } = chosen.of;
    const started = this.clock.now();
    let done = 0;
    const doing = `trial ${this.journal.trials.length + 1}: ${describeChanges(changes)}`;
    const tell = (share: number): void => {
      done = share;
      this.asker?.tell({ doing, share: Math.min(1, this.spent / this.budget) });
    };
    tell(0);
    const attempt = (): Promise<JudgedTrial | Failure> =>
      judge.judge(config, rungs[rung] ?? 1, tell).catch((error: unknown) => this.failureOf(error));
    try {
      const judged = await onErrand(this.untilLate(), () => whileUnchanged(file, attempt, { others, since: identity }));
      const seconds = (this.clock.now() - started) / 1000;
      if ('failure' in judged && done === 0 && rung === 0) return 'unfit';
      if ('failure' in judged) return { trial: failed(chosen, judged.failure, seconds), measure: judged.measure };
      const { measure, ...figures } = judged;
      return { trial: { candidate, rung, changes, seconds, ...figures }, measure };
    } catch (error) {
      if (!(error instanceof Cancelled) || this.asker?.cancel.isCancellationRequested) throw error;
      if (this.journal.trials.length === 0) throw this.tooShort(done);
      return undefined;
    }
  }

  /** What is wrong with a candidate does not end the search; where it is the first, it is wrong with all. */
  private failureOf(error: unknown): Failure {
    const { measure } = this.journal.record;
    if (error instanceof Cancelled || !measure) throw error;
    if (error instanceof InputError) return { failure: error.problem, measure };
    logFault(error);
    return { failure: describeFault(error), measure };
  }

  /** The same errand, which is not wanted any more once the time is up; how far its parts are is not told. */
  private untilLate(): Errand {
    const asker = this.asker?.cancel;
    const isLate = (): boolean => this.spent >= this.budget;
    const cancel: CancellationToken = {
      get isCancellationRequested() {
        return (asker?.isCancellationRequested ?? false) || isLate();
      },
      onCancellationRequested: asker?.onCancellationRequested ?? (() => ({ dispose: () => undefined })),
    };
    return { cancel, tell: () => undefined };
  }

  private tooShort(done: number): InputError {
    const needed = done > 0 ? this.spent / done : undefined;
    const takes = needed === undefined ? '' : `, which takes about ${roundUp(needed)} s here`;
    const way = needed === undefined ? 'give it more time' : `give it at least ${roundUp(fewestTrials * needed)} s`;
    const problem = `${Number(this.budget.toPrecision(3))} s are too short for one trial of the search${takes}: ${way}`;
    return new InputError(problem, { file: this.journal.record.file });
  }
}

/** Why a candidate has no value. */
interface Failure {
  readonly failure: string;
  readonly measure: SearchMeasure;
}

const failed = ({ candidate, rung, of: { changes } }: ChosenTrial, failure: string, seconds = 0): Trial => ({
  ...{ candidate, rung, changes, updates: 0, value: null, seconds, failure },
});

/** To two digits, so that it is enough. */
const roundUp = (seconds: number): number => {
  const unit = 10 ** (Math.floor(Math.log10(seconds)) - 1);
  return Number((Math.ceil(seconds / unit) * unit).toPrecision(2));
};
