import type { Config } from '../../config.ts';
import type { FileParams } from '../../protocol.ts';
import type { Changes, Trial } from '../../records/searchRecords.ts';
import type { OpenedFile } from '../../tasks/openedFile.ts';
import { updateWork, updatesOf } from '../../tasks/config/updateWork.ts';
import { completeOpened } from '../planRun.ts';
import { type Candidates, withChanges } from './candidates.ts';

/** A candidate that can be trained. */
export interface Candidate {
  readonly candidate: number;
  readonly changes: Changes;
  readonly config: Config;
  /** Operations of a whole training, about. */
  readonly cost: number;
}

/** Candidates one by one, without those whose changes cannot go together. */
export class FreshCandidates {
  private readonly file: OpenedFile;
  private readonly params: FileParams;
  private readonly drawn: Candidates;
  private readonly known = new Map<number, Candidate | undefined>();
  private next = 0;

  constructor(file: OpenedFile, params: FileParams, drawn: Candidates) {
    this.file = file;
    this.params = params;
    this.drawn = drawn;
  }

  /** The first that has not been tried and costs no more than so much; undefined where there is none. */
  async find(trials: readonly Trial[], most: number): Promise<Candidate | undefined> {
    const numbers = new Set(trials.map(({ candidate }) => candidate));
    const tried = new Set(trials.map(({ changes }) => JSON.stringify(changes)));
    for (; ; this.next++) {
      const changes = this.drawn.at(this.next);
      if (!changes) return undefined;
      if (numbers.has(this.next) || tried.has(JSON.stringify(changes))) continue;
      const found = await this.look(this.next, changes);
      // What is too dear now is dearer still when there is less time left.
      if (found && found.cost <= most) return found;
    }
  }

  /** Of a candidate that has turned out to be none. */
  drop(candidate: number): void {
    this.known.set(candidate, undefined);
  }

  /** Undefined where its changes cannot go together. */
  async look(candidate: number, changes: Changes): Promise<Candidate | undefined> {
    if (!this.known.has(candidate)) {
      const config = withChanges(this.params.config, changes);
      const { problems, work, config: whole } = await completeOpened({ ...this.params, config }, this.file);
      const cost = updatesOf(work, whole) * updateWork(work, whole);
      this.known.set(candidate, problems.length === 0 ? { candidate, changes, config, cost } : undefined);
    }
    return this.known.get(candidate);
  }
}
