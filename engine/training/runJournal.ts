import { access } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import type { Session } from '../network/session.ts';
import type { RunConfig } from '../config.ts';
import type { PreparedData } from '../tasks/preparedData.ts';
import { InputError } from '../errors.ts';
import { explainError } from '../explainError.ts';
import type { Baselines, DoneEvent, ErrorEvent, RunEvent, RunRecord, RunStatus } from '../protocol.ts';
import type { Model } from '../tasks/model.ts';
import { writeLate } from '../runs/lateEnd.ts';
import { encodeModel } from '../runs/modelFile.ts';
import { type RunFolder, reasonOf } from '../runs/runFolder.ts';
import { RunLost } from '../runs/runLock.ts';
import type { TrainingPosition } from '../runs/trainingPosition.ts';
import { mostKept } from '../thinEvents.ts';
import { withoutNaN } from '../withoutNaN.ts';
import { checkpointOf } from './checkpointOf.ts';
import type { RunLimits } from './runLimits.ts';

export interface JournalOptions {
  readonly session: Session;
  readonly data: PreparedData;
  readonly config: RunConfig;
  readonly folder: RunFolder;
  readonly record: RunRecord;
  readonly position: TrainingPosition;
  /** The best model so far, when the run is resumed. */
  readonly best: Model | undefined;
  readonly limits: RunLimits;
  readonly report: (event: RunEvent) => void;
  readonly setStatus: (status: RunStatus) => void;
  /** Training time so far. */
  readonly seconds: () => number;
}

/** Tells the client what a run does, and keeps the run folder such that a kill at any instant loses little of it. */
export class RunJournal {
  private readonly options: JournalOptions;
  private record: RunRecord;
  private bestModel: Model | undefined;
  private isBestSaved = true;
  /** Of the checkpoint and the best model in the folder. */
  private saved: { readonly epoch: number; readonly step: number };
  private savedBest: number | undefined;
  private hasWarned = false;
  /** Whether the end is still to be written. */
  private isLate = false;

  constructor(options: JournalOptions) {
    this.options = options;
    this.record = options.record;
    this.bestModel = options.best;
    const { epoch, step } = options.position;
    this.saved = { epoch, step };
    this.savedBest = options.best?.epoch;
  }

  get id(): string {
    return this.record.id;
  }

  get stepsPerEpoch(): number {
    return this.record.stepsPerEpoch;
  }

  get best(): Model | undefined {
    return this.bestModel;
  }

  set best(model: Model | undefined) {
    this.bestModel = model;
    this.isBestSaved = false;
  }

  /** On the validation split, as they are known by now. */
  set baselines(baselines: Baselines) {
    this.record = { ...this.record, baselines };
  }

  /** Whether the folder lags behind for want of room. */
  get isBehind(): boolean {
    return this.hasWarned;
  }

  report(report: RunEvent): void {
    const event = withoutNaN(report);
    this.options.folder.addEvent(event);
    this.options.report(event);
    if (event.event === 'epoch' && event.epoch === mostKept.epoch + 1) {
      const message = `the run is long: from here on its journal keeps every 2nd epoch, every 4th from epoch ${2 * mostKept.epoch + 1} on and so forth, always with the best and the newest`;
      this.report({ event: 'log', message });
    }
  }

  /** A pause does not depend on the disk. */
  async announce(status: 'running' | 'paused'): Promise<void> {
    this.record = { ...this.record, status };
    this.options.setStatus(status);
    await this.saveOrWarn();
  }

  /** The reports up to here, the best model, and the checkpoint, in that order: each may be relied on by the next. */
  async save(): Promise<void> {
    const { session, folder, position, config, data } = this.options;
    await folder.saveEvents(this.saved.step);
    if (this.bestModel && !this.isBestSaved) {
      await folder.writeBest(encodeModel(this.bestModel));
      this.isBestSaved = true;
      this.savedBest = this.bestModel.epoch;
    }
    const { epoch, step } = position;
    await folder.writeLast(checkpointOf(session, data, config, position));
    this.saved = { epoch, step };
    this.record = this.recordNow({});
    await folder.writeRecord(this.record);
  }

  /** A full disk does not end a training: its space may come back. Rejects when the folder is not ours any more. */
  async saveOrWarn(): Promise<void> {
    try {
      await this.save();
    } catch (error) {
      await this.warn(error);
      return;
    }
    if (!this.hasWarned) return;
    this.hasWarned = false;
    const message = `${this.options.folder.path} can be written to again: everything up to step ${this.saved.step} is saved`;
    this.report({ event: 'log', message });
  }

  /**
   * Saves what a training came to. It would be lost on a full disk: there is time to make room, unless `isInHurry`.
   * Rejects when that was in vain.
   */
  saveTheEnd(isInHurry: () => boolean): Promise<void> {
    return this.insist(() => this.save(), 'what it came to cannot be saved', isInHurry);
  }

  /** What was trained on all parts, or an ensemble, is the model from now on. As `saveTheEnd`. */
  async replaceBest(model: Model, isInHurry: () => boolean): Promise<void> {
    const { bestModel: measured } = this;
    if (!measured) throw new Error('no model has been measured');
    const replace = (): Promise<void> => this.options.folder.replaceBest(encodeModel(measured), encodeModel(model));
    await this.insist(replace, 'the model that was trained in the end cannot be saved', isInHurry);
    this.bestModel = model;
  }

  async warn(error: unknown): Promise<void> {
    if (error instanceof RunLost) throw error;
    if (this.hasWarned) return;
    this.hasWarned = true;
    const what = `cannot write to ${this.options.folder.path}: ${reasonOf(error)}`;
    this.report({ event: 'log', message: `${what}; training goes on, ${await this.describeKept()}` });
  }

  /** The run cannot go on. Never rejects. */
  async fail(cause: unknown): Promise<void> {
    const known = isDiskError(cause) ? await this.describeDiskError(cause) : cause;
    const { message, isInputError, place } = explainError(known);
    const event: ErrorEvent = { event: 'error', message, isInputError, ...(place && { place }) };
    await this.end(event, 'failed', { error: { message, ...(place && { place }) } });
  }

  /** The last of a run that has come to its end: told when it is written, with the patience of `saveTheEnd`, and rejects as that. */
  async complete(
    event: DoneEvent,
    status: RunStatus,
    change: Partial<RunRecord>,
    isInHurry: () => boolean,
  ): Promise<void> {
    const { folder } = this.options;
    const record = this.recordNow({ ...change, status });
    const written = withoutNaN(event);
    folder.addEvent(written);
    await this.insist(() => folder.end(this.saved.step, record), 'run.json cannot say so', isInHurry);
    this.options.report(written);
    await this.close();
    this.options.setStatus(status);
  }

  /** The last of a run that cannot go on: told at once, written now or as soon as there is room. Never rejects. */
  private async end(event: ErrorEvent, status: RunStatus, change: Partial<RunRecord>): Promise<void> {
    const { folder } = this.options;
    this.report(event);
    const record = this.recordNow({ ...change, status });
    const write = (): Promise<void> => folder.end(this.saved.step, record);
    try {
      await folder.hold();
      await write();
    } catch (error) {
      this.isLate = isDiskError(error);
      if (isDiskError(error)) {
        const message = `run.json cannot say yet that the run has ended: ${reasonOf(error)}; it will as soon as there is room`;
        this.report({ event: 'log', message });
        writeLate(
          folder.path,
          write,
          (later) => !isDiskError(later),
          () => folder.release(),
        );
      }
    }
    await this.close();
    this.options.setStatus(status);
  }

  /** Lets go of the folder; a run that has not ended stays resumable. */
  async close(): Promise<void> {
    if (!this.isLate) await this.options.folder.release();
  }

  /** Does what fails on a full disk until there is room or the patience is used up. */
  private async insist(write: () => Promise<void>, problem: string, isInHurry: () => boolean): Promise<void> {
    const { lastSaves, lastSaveEvery } = this.options.limits;
    for (let attempt = 1; ; attempt++) {
      try {
        await write();
        return;
      } catch (error) {
        if (!isDiskError(error) || isInHurry() || attempt === lastSaves) throw error;
        const seconds = ((lastSaves - 1) * lastSaveEvery) / 1000;
        const words = `the training is over, but ${problem}: ${reasonOf(error)}; make room within ${seconds} s`;
        if (attempt === 1) this.report({ event: 'log', message: `${words}, ${await this.describeKept()}` });
      }
      await setTimeout(lastSaveEvery);
    }
  }

  private async describeDiskError(error: NodeJS.ErrnoException): Promise<InputError> {
    const way = `${await this.describeKept()}: make room and resume the run`;
    return new InputError(`cannot be written: ${reasonOf(error)}; ${way}`, { file: this.options.folder.path });
  }

  /** What is on disk, by a look at it. */
  private async describeKept(): Promise<string> {
    const { folder } = this.options;
    const { epoch, step } = this.saved;
    const last = step === 0 ? 'the checkpoint of the start' : `the checkpoint of step ${step} (epochs done: ${epoch})`;
    const best = this.savedBest === undefined ? 'a model' : `the best model (of epoch ${this.savedBest})`;
    const kept = [...((await isThere(folder.last)) ? [last] : []), ...((await isThere(folder.best)) ? [best] : [])];
    return kept.length === 0
      ? 'nothing of it is on disk'
      : `${kept.join(' and ')} ${kept.length > 1 ? 'are' : 'is'} on disk`;
  }

  private recordNow(change: Partial<RunRecord>): RunRecord {
    const { position, seconds } = this.options;
    const { epoch, step, best } = position;
    const updated = new Date().toISOString();
    return { ...this.record, updated, epoch, step, seconds: seconds(), ...(best && { best }), ...change };
  }
}

export const isDiskError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && 'code' in error;

const isThere = async (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
