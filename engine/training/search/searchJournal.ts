import type { Config } from '../../config.ts';
import { InputError } from '../../errors.ts';
import type { RankedCandidate, SearchEvent, SearchMeasure, SearchRecord, Trial, TuneResult } from '../../protocol.ts';
import { reasonOf } from '../../runs/runFolder.ts';
import { SearchFolder } from '../../runs/searches/searchFolder.ts';
import { isDiskError } from '../runJournal.ts';
import { withChanges } from './candidates.ts';
import { rankCandidates } from '../../runs/searches/rankCandidates.ts';
import type { NextTrial } from './halving.ts';

/** Of the time that a trial has taken for its share of a training, what a whole one on all rows takes. */
const wholeShare = 1.2;

/** A search record without what the first trial tells. */
export type BegunRecord = Omit<SearchRecord, 'measure'> & Partial<Pick<SearchRecord, 'measure'>>;

export interface SearchJournalParts {
  /** Holds folders of searches: this one's is made when there is something to keep, where there is no `folder`. */
  readonly searches: string;
  readonly folder?: SearchFolder;
  readonly record: BegunRecord;
  readonly trials: readonly Trial[];
  readonly task: string;
  /** Paths of what is varied. */
  readonly varied: readonly string[];
  readonly report: (event: SearchEvent) => void;
}

/** Tells the client what a search does, and keeps its folder such that a kill at any instant loses no trial but the one under way. */
export class SearchJournal {
  private readonly parts: SearchJournalParts;
  /** Of the budget that are spent. */
  private readonly seconds: () => number;
  private readonly made: Trial[];
  private current: BegunRecord;
  private folder: SearchFolder | undefined;

  constructor(parts: SearchJournalParts, seconds: () => number) {
    this.parts = parts;
    this.seconds = seconds;
    this.made = [...parts.trials];
    this.current = parts.record;
    this.folder = parts.folder;
    if (this.folder && this.current.measure) this.tellBegun(this.folder, this.current.measure, parts.trials);
  }

  get record(): BegunRecord {
    return this.current;
  }

  get trials(): readonly Trial[] {
    return this.made;
  }

  /** Those that have a value, the best first. */
  get ranking(): RankedCandidate[] {
    const { measure, rungs, config } = this.current;
    if (!measure) return [];
    return rankCandidates(this.made, measure).map((trial) => ({
      ...trial,
      config: withChanges(config, trial.changes),
      wholeSeconds: (wholeShare * trial.seconds) / (rungs[trial.rung] ?? 1),
    }));
  }

  /** Notes what is about to be tried, and gives how often that has been begun by now without coming to its end. */
  async begin({ candidate, rung }: NextTrial): Promise<number> {
    const before = this.current.underWay;
    const isSame = before?.candidate === candidate && before.rung === rung;
    const begun = isSame ? before.begun + 1 : 1;
    this.current = { ...this.current, underWay: { candidate, rung, begun } };
    await this.save();
    return begun;
  }

  async keep(trial: Trial, measure: SearchMeasure): Promise<void> {
    const before = this.ranking[0]?.candidate;
    this.endTrial(measure);
    this.made.push(trial);
    await this.onDisk(async () => {
      this.folder ??= await this.makeFolder(measure);
      await this.folder.addTrial(trial);
      const [best] = this.ranking;
      if (best && best.candidate !== before) await this.folder.writeBest(this.standAlone(best.config));
    });
    await this.save();
    this.parts.report({ event: 'trial', ...trial });
  }

  result(): TuneResult {
    const { folder, made, ranking } = this;
    const { measure, file, rungs, budget } = this.current;
    if (!folder || !measure) throw new Error('a search has ended without a trial');
    const { task } = this.parts;
    const seconds = this.seconds();
    return { search: folder.path, file, task, measure, rungs, budget, seconds, trials: made, ranking };
  }

  /** Lets go of the folder. What was under way was cut off on purpose, and has not ended its engine. */
  async close(): Promise<void> {
    const { measure } = this.current;
    if (measure) this.endTrial(measure);
    // What people are to be told is what has ended the search.
    await this.save().catch(() => undefined);
    await this.folder?.release();
  }

  private async makeFolder(measure: SearchMeasure): Promise<SearchFolder> {
    const folder = await SearchFolder.create(this.parts.searches, this.recordNow(measure));
    this.tellBegun(folder, measure, []);
    return folder;
  }

  private endTrial(measure: SearchMeasure): void {
    const { underWay, ...rest } = this.current;
    this.current = { ...rest, measure };
  }

  private tellBegun({ path }: SearchFolder, measure: SearchMeasure, trials: readonly Trial[]): void {
    const { task, varied, report } = this.parts;
    const { file, rungs, budget } = this.current;
    report({ event: 'search', search: path, file, task, measure, rungs, budget, varied, trials });
  }

  /** To be trained with from wherever it lies. */
  private standAlone(config: Config): Config {
    return { ...config, task: this.parts.task, data: { ...config.data, file: this.current.file } };
  }

  private recordNow(measure: SearchMeasure): SearchRecord {
    return { ...this.current, measure, updated: new Date().toISOString(), seconds: this.seconds() };
  }

  /** Where there is a folder already. */
  private async save(): Promise<void> {
    const { measure } = this.current;
    if (measure) await this.onDisk(async () => this.folder?.writeRecord(this.recordNow(measure)));
  }

  private async onDisk(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      if (!isDiskError(error)) throw error;
      const way = 'what was tried before is kept: make room and go on with the search';
      throw new InputError(`cannot be written: ${reasonOf(error)}; ${way}`, { file: this.folder?.path ?? '' });
    }
  }
}
