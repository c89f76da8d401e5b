import type { Session } from '../compute/session.ts';
import type { RunConfig } from '../config.ts';
import type { PreparedData } from '../data/preparedData.ts';
import { InputError } from '../errors.ts';
import { explainError } from '../explainError.ts';
import type { GradientsEvent, RunEvent, RunRecord, RunStatus } from '../protocol.ts';
import { type Model, encodeCheckpoint, encodeModel } from '../runs/modelFile.ts';
import { type RunFolder, reasonOf } from '../runs/runFolder.ts';
import type { TrainingPosition } from './trainer.ts';

export interface JournalOptions {
  readonly session: Session;
  readonly data: PreparedData;
  readonly config: RunConfig;
  readonly folder: RunFolder;
  readonly record: RunRecord;
  readonly position: TrainingPosition;
  /** The best model so far, when the run is resumed. */
  readonly best: Model | undefined;
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
  private unsaved: RunEvent[] = [];
  private unsavedGradients: GradientsEvent[] = [];
  private hasWarned = false;
  private hasSaved: boolean;

  constructor(options: JournalOptions) {
    this.options = options;
    this.record = options.record;
    this.bestModel = options.best;
    this.hasSaved = options.position.step > 0;
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

  report(event: RunEvent): void {
    if (event.event === 'sample') {
      this.options.folder.appendSample(event).catch((error: unknown) => {
        this.warn(error);
      });
    } else if (event.event === 'gradients') this.unsavedGradients.push(event);
    else if (event.event !== 'forecast') this.unsaved.push(event);
    this.options.report(event);
  }

  async setStatus(status: RunStatus, more: Partial<RunRecord> = {}): Promise<void> {
    await this.writeRecord({ ...more, status });
    this.options.setStatus(status);
  }

  /** A pause does not depend on the disk. */
  async announce(status: 'running' | 'paused'): Promise<void> {
    this.record = { ...this.record, status };
    this.options.setStatus(status);
    await this.saveOrWarn();
  }

  async saveMetrics(): Promise<void> {
    const { length } = this.unsaved;
    await this.options.folder.appendMetrics(this.unsaved);
    this.unsaved = this.unsaved.slice(length);
    const { length: gradients } = this.unsavedGradients;
    await this.options.folder.appendGradients(this.unsavedGradients);
    this.unsavedGradients = this.unsavedGradients.slice(gradients);
  }

  /** The metrics up to here, the best model, and the checkpoint, in that order: each may be relied on by the next. */
  async save(): Promise<void> {
    const { session, folder, position, config, data } = this.options;
    await this.saveMetrics();
    if (this.bestModel && !this.isBestSaved) {
      await folder.writeBest(encodeModel(this.bestModel));
      this.isBestSaved = true;
    }
    await folder.writeLast(
      encodeCheckpoint({
        version: 1,
        config,
        codec: data.codec,
        epoch: position.epoch,
        validLoss: position.best?.validLoss ?? NaN,
        metrics: position.best?.metrics ?? {},
        parameters: session.readParameters(),
        position,
        trainingState: session.readTrainingState(),
      }),
    );
    await this.writeRecord({});
    this.hasSaved = true;
  }

  /** A full disk does not end a training: its space may come back. */
  async saveOrWarn(): Promise<void> {
    try {
      await this.save();
    } catch (error) {
      this.warn(error);
    }
  }

  warn(error: unknown): void {
    if (this.hasWarned) return;
    this.hasWarned = true;
    const what = `cannot write to ${this.options.folder.path}: ${reasonOf(error)}`;
    const kept = this.hasSaved ? 'earlier checkpoints are intact' : 'nothing has been saved yet';
    this.report({ event: 'log', message: `${what}; training goes on, ${kept}` });
  }

  /** The run cannot go on. Never rejects. */
  async fail(cause: unknown): Promise<void> {
    const { message, isInputError, place } = explainError(isDiskError(cause) ? this.describeDiskError(cause) : cause);
    this.report({ event: 'error', message, isInputError, ...(place && { place }) });
    try {
      await this.saveMetrics();
      await this.setStatus('failed', { error: { message, ...(place && { place }) } });
    } catch {
      // The disk may be what failed; the event has told the person.
      this.options.setStatus('failed');
    }
  }

  private describeDiskError(error: NodeJS.ErrnoException): InputError {
    const way = this.hasSaved
      ? 'earlier checkpoints are intact: make room and resume the run'
      : 'nothing has been saved yet: make room and train again';
    return new InputError(`cannot be written: ${reasonOf(error)}; ${way}`, { file: this.options.folder.path });
  }

  private async writeRecord(change: Partial<RunRecord>): Promise<void> {
    const { folder, position, seconds } = this.options;
    const { epoch, step, best } = position;
    const updated = new Date().toISOString();
    this.record = { ...this.record, updated, epoch, step, seconds: seconds(), ...(best && { best }), ...change };
    await folder.writeRecord(this.record);
  }
}

export const isDiskError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && 'code' in error;
