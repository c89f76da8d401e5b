import { setImmediate } from 'node:timers/promises';
import type { Session } from '../compute/session.ts';
import type { RunConfig } from '../config.ts';
import type { PreparedData } from '../data/preparedData.ts';
import { InputError } from '../errors.ts';
import { plotForecast } from '../predict/plotForecast.ts';
import { fitIntervals } from '../predict/intervals.ts';
import type { DoneReason, RunEvent, RunRecord, RunStatus } from '../protocol.ts';
import { type Model, encodeCheckpoint, encodeModel } from '../runs/modelFile.ts';
import { type RunFolder, reasonOf } from '../runs/runFolder.ts';
import { evaluateSplit } from './evaluateSplit.ts';
import { Progress } from './progress.ts';
import { sampleRun } from './sampleRun.ts';
import { type EpochReport, type StepReport, type TrainingPosition, train } from './trainer.ts';

// All in milliseconds.
/** Longest stretch of training without looking at messages. */
const breathEvery = 10;
const saveEvery = 2000;
const sampleEvery = 2000;
const plotEvery = 1000;
/** Step reports come at least this far apart, and further in long runs, so that a run has a few thousand in all. */
const reportEvery = 100;
const reportsPerRun = 2000;

export interface TrainingRunOptions {
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
}

/** One run under way: drives the trainer, obeys pause and stop, reports, and keeps the run folder up to date. */
export class TrainingRun {
  private readonly options: TrainingRunOptions;
  private readonly progress: Progress;
  private record: RunRecord;
  private best: Model | undefined;
  private isBestSaved = true;
  private command: 'go' | 'pause' | 'stop' | 'abandon' = 'go';
  private wake: (() => void) | undefined;
  private unsaved: RunEvent[] = [];
  private hasWarnedOfDisk = false;
  private lossSum = 0;
  private lossCount = 0;
  private readonly at = { breath: 0, save: 0, sample: -Infinity, plot: -Infinity, report: -Infinity };

  constructor(options: TrainingRunOptions) {
    this.options = options;
    this.record = options.record;
    this.best = options.best;
    const now = performance.now();
    this.at.save = now;
    this.progress = new Progress(now, options.record.seconds, options.position.step);
  }

  get id(): string {
    return this.record.id;
  }

  pause(): void {
    if (this.command === 'go') this.command = 'pause';
  }

  proceed(): void {
    if (this.command === 'pause') this.command = 'go';
    this.wake?.();
  }

  /** Ends the run as the person's wish. */
  stop(): void {
    this.command = 'stop';
    this.wake?.();
  }

  /** Ends the run because the engine is about to: it stays resumable and counts as interrupted. */
  abandon(): void {
    this.command = 'abandon';
    this.wake?.();
  }

  /** Trains to the end. Never rejects: failures are reported as an `error` event. */
  async run(): Promise<void> {
    try {
      const reason = await this.drive();
      if (reason === 'abandoned') await this.save();
      else await this.finish(reason);
    } catch (error) {
      await this.fail(error);
    }
  }

  private async drive(): Promise<DoneReason | 'abandoned'> {
    const { session, data, config, position } = this.options;
    const reports = train(session, data, config, position);
    for (;;) {
      const { value, done } = await reports.next();
      if (done) return value;
      if (value.kind === 'step') this.onStep(value);
      else await this.onEpoch(value);
      const now = performance.now();
      if (now - this.at.save >= saveEvery) await this.saveOrWarn();
      if (now - this.at.breath >= breathEvery) await this.breathe();
      if (this.command === 'stop') return 'stopped';
      if (this.command === 'abandon') return 'abandoned';
    }
  }

  /** A method, since messages change `command` while the training waits. */
  private isPaused(): boolean {
    return this.command === 'pause';
  }

  private async breathe(): Promise<void> {
    await setImmediate();
    if (this.isPaused()) {
      const since = performance.now();
      await this.setStatus('paused');
      await this.saveOrWarn();
      while (this.isPaused()) await new Promise<void>((resolve) => (this.wake = resolve));
      this.progress.skip(performance.now() - since);
      if (this.command === 'go') await this.setStatus('running');
    }
    this.at.breath = performance.now();
  }

  private onStep(report: StepReport): void {
    const { position, config } = this.options;
    this.progress.add(report.items);
    this.lossSum += report.loss;
    this.lossCount += 1;
    const now = performance.now();
    const seconds = this.progress.seconds(now);
    if (now - this.at.report < Math.max(reportEvery, (seconds * 1000) / reportsPerRun)) return;
    this.at.report = now;
    this.report({
      event: 'step',
      epoch: position.epoch + 1,
      step: position.step,
      stepsPerEpoch: this.record.stepsPerEpoch,
      trainLoss: this.lossSum / this.lossCount,
      gradNorm: report.gradNorm,
      learningRate: report.learningRate,
      perSecond: this.progress.takeSpeed(now),
      seconds,
      eta: this.progress.eta(now, position.step, config.training.epochs * this.record.stepsPerEpoch),
    });
    this.lossSum = 0;
    this.lossCount = 0;
  }

  private async onEpoch(report: EpochReport): Promise<void> {
    const { data, config, position } = this.options;
    const now = performance.now();
    const { trainLoss, validLoss, metrics, isBest, learningRate } = report;
    this.report({
      event: 'epoch',
      epoch: position.epoch,
      epochs: config.training.epochs,
      step: position.step,
      trainLoss,
      validLoss,
      metrics,
      learningRate,
      isBest,
      seconds: this.progress.seconds(now),
      perSecond: this.progress.meanSpeed(now),
      eta: this.progress.eta(now, position.step, config.training.epochs * this.record.stepsPerEpoch),
    });
    if (isBest) {
      this.best = this.describeModel(position.epoch, validLoss, report);
      this.isBestSaved = false;
    }
    if (data.codec.kind === 'text' && now - this.at.sample >= sampleEvery) this.sample(position.epoch, validLoss);
    if (isBest && now - this.at.plot >= plotEvery) await this.plot(position.epoch);
  }

  private describeModel(epoch: number, validLoss: number, report: Pick<EpochReport, 'metrics' | 'outputs'>): Model {
    const { session, data, config } = this.options;
    const { source, splits, steps, codec } = data;
    const intervals =
      source.kind === 'windows' && report.outputs
        ? fitIntervals(source, steps, splits.valid, report.outputs)
        : undefined;
    const { metrics } = report;
    const parameters = session.readParameters();
    return { version: 1, config, codec, ...(intervals && { intervals }), epoch, validLoss, metrics, parameters };
  }

  private sample(epoch: number, validLoss: number): void {
    const { session, data, config, folder } = this.options;
    this.at.sample = performance.now();
    const sample = sampleRun(session, data, config.training.seed, epoch, validLoss);
    if (!sample) return;
    this.report(sample);
    folder.appendSample(sample).catch((error: unknown) => {
      this.warnOfDisk(error);
    });
  }

  private async plot(epoch: number): Promise<void> {
    const { session, data, folder } = this.options;
    this.at.plot = performance.now();
    const plot = plotForecast(session, data, epoch, this.best?.intervals);
    if (!plot) return;
    try {
      this.report({ event: 'forecast', epoch, file: await folder.writeForecast(plot) });
    } catch (error) {
      this.warnOfDisk(error);
    }
  }

  /** The metrics up to here, the best model, and the checkpoint, in that order: each may be relied on by the next. */
  private async save(): Promise<void> {
    const { session, folder, position, config, data } = this.options;
    const events = this.unsaved;
    await folder.appendMetrics(events);
    this.unsaved = this.unsaved.slice(events.length);
    if (this.best && !this.isBestSaved) {
      await folder.writeBest(encodeModel(this.best));
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
    this.at.save = performance.now();
  }

  private async saveOrWarn(): Promise<void> {
    try {
      await this.save();
    } catch (error) {
      this.warnOfDisk(error);
      this.at.save = performance.now();
    }
  }

  private warnOfDisk(error: unknown): void {
    if (this.hasWarnedOfDisk) return;
    this.hasWarnedOfDisk = true;
    const { folder } = this.options;
    const message = `cannot write to ${folder.path}: ${reasonOf(error)}; training goes on, earlier checkpoints are intact`;
    this.report({ event: 'log', message });
  }

  private async finish(reason: DoneReason): Promise<void> {
    const { session, data, config, folder, position } = this.options;
    await this.save();
    if (this.best) session.writeParameters(this.best.parameters);
    else {
      const evaluation = evaluateSplit(session, data, data.splits.valid, config.training.batchSize);
      this.best = this.describeModel(position.epoch, evaluation.loss, evaluation);
    }
    const { epoch, validLoss, metrics } = this.best;
    await folder.writeBest(encodeModel(this.best));
    if (data.codec.kind === 'text') this.sample(epoch, validLoss);
    await this.plot(epoch);
    const test = evaluateSplit(session, data, data.splits.test, config.training.batchSize);
    const result = { loss: test.loss, metrics: test.metrics, baselines: data.baselines.test };
    const seconds = this.progress.seconds(performance.now());
    this.report({
      event: 'done',
      reason,
      run: folder.path,
      best: { epoch, validLoss },
      test: result,
      epochs: position.epoch,
      seconds,
    });
    await folder.appendMetrics(this.unsaved);
    this.unsaved = [];
    await this.setStatus(reason === 'stopped' ? 'stopped' : 'finished', {
      test: result,
      best: { epoch, validLoss, metrics },
    });
  }

  private async fail(cause: unknown): Promise<void> {
    const error = isDiskError(cause) ? this.describeDiskError(cause) : cause;
    const isInputError = error instanceof InputError;
    const message = isInputError ? error.message : String(error instanceof Error ? error.stack : error);
    const place = isInputError ? error.place : undefined;
    this.report({ event: 'error', message, isInputError, ...(place && { place }) });
    try {
      await this.options.folder.appendMetrics(this.unsaved);
      await this.setStatus('failed', { error: { message, ...(place && { place }) } });
    } catch {
      // The disk may be what failed; the event has told the person.
      this.options.setStatus('failed');
    }
  }

  private describeDiskError(error: NodeJS.ErrnoException): InputError {
    const way = 'earlier checkpoints are intact: make room and resume the run';
    return new InputError(`cannot be written: ${reasonOf(error)}; ${way}`, { file: this.options.folder.path });
  }

  private async setStatus(status: RunStatus, more: Partial<RunRecord> = {}): Promise<void> {
    await this.writeRecord({ ...more, status });
    this.options.setStatus(status);
  }

  private async writeRecord(change: Partial<RunRecord>): Promise<void> {
    const { folder, position } = this.options;
    const { epoch, step, best } = position;
    const seconds = this.progress.seconds(performance.now());
    const updated = new Date().toISOString();
    this.record = { ...this.record, updated, epoch, step, seconds, ...(best && { best }), ...change };
    await folder.writeRecord(this.record);
  }

  private report(event: RunEvent): void {
    if (event.event !== 'sample' && event.event !== 'forecast') this.unsaved.push(event);
    this.options.report(event);
  }
}

const isDiskError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && 'code' in error;
