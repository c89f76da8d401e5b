import { setImmediate } from 'node:timers/promises';
import { AwakeClock } from '../awakeClock.ts';
import { InputError } from '../errors.ts';
import type { DoneReason } from '../protocol.ts';
import { taskOf } from '../tasks/findTask.ts';
import type { Calibration, Model } from '../tasks/model.ts';
import type { Task } from '../tasks/task.ts';
import type { Evaluation } from '../prediction/evaluateSplit.ts';
import type { DataWatch } from './dataWatch.ts';
import { doneEvent, isScored } from './doneEvent.ts';
import { evaluateInTime, passCut } from './evaluateInTime.ts';
import { gradientsEvent } from './gradients/gradientsEvent.ts';
import { LateBaselines } from './lateBaselines.ts';
import { Progress } from './progress.ts';
import { type JournalOptions, RunJournal, isDiskError } from './runJournal.ts';
import { RunPreview } from './runPreview.ts';
import type { RefitSurroundings } from './refit/refitRun.ts';
import type { RefitParts } from './refit/trainAnew.ts';
import { type TrainedAfterwards, sayLeft, trainAfterwards } from './refit/trainAfterwards.ts';
import { type EpochReport, type StepReport, train } from './trainer.ts';

// All in milliseconds.
/** Longest stretch of training without looking at messages. */
const breathEvery = 10;
const saveEvery = 2000;
/** Step reports come at least this far apart, and further in long runs, so that a run has a few thousand in all. */
const reportEvery = 100;
const reportsPerRun = 2000;

export interface TrainingRunOptions extends Omit<JournalOptions, 'seconds'> {
  readonly watch: DataWatch;
}

/** One run under way: drives the trainer, obeys pause and stop, and journals what happens. */
export class TrainingRun {
  private readonly options: TrainingRunOptions;
  private readonly task: Task;
  private readonly journal: RunJournal;
  private readonly progress: Progress;
  private readonly preview: RunPreview;
  private readonly baselines: LateBaselines;
  private readonly clock = new AwakeClock();
  private command: 'go' | 'pause' | 'stop' | 'abandon' = 'go';
  private wake: (() => void) | undefined;
  /** By then evaluations have to be done. */
  private deadline = Infinity;
  /** No report may follow the last one. */
  private hasEnded = false;
  private lossSum = 0;
  private lossCount = 0;
  private readonly at = { breath: 0, save: 0, report: -Infinity };

  constructor(options: TrainingRunOptions) {
    this.options = options;
    this.task = taskOf(options.config);
    const { clock } = this;
    const now = clock.now();
    this.at.save = now;
    const progress = new Progress(now, options.record.seconds, options.position.step);
    this.progress = progress;
    this.journal = new RunJournal({ ...options, seconds: () => progress.seconds(clock.now()) });
    this.preview = new RunPreview(options, this.task, this.journal, clock);
    this.baselines = new LateBaselines(options.data, this.log);
  }

  get id(): string {
    return this.journal.id;
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
    const { evaluation } = this.options.limits;
    this.deadline = this.clock.now() + evaluation;
    this.baselines.hurry(evaluation);
    this.wake?.();
  }

  /** Ends the run because the engine is about to: it stays resumable and counts as interrupted. */
  abandon(): void {
    this.command = 'abandon';
    this.deadline = this.clock.now();
    this.baselines.dispose();
    this.wake?.();
  }

  /** Tells the person something, which the run's journal keeps. */
  note(message: string): void {
    this.journal.report({ event: 'log', message });
  }

  /** Reports an `error` event and marks the run as failed. Never rejects. */
  fail(error: unknown): Promise<void> {
    return this.journal.fail(error);
  }

  /**
   * Trains to the end and resolves to undefined, also where the fault of the input ends it, which it then has failed
   * by. Where something else goes wrong it resolves to that; the caller recovers the run or lets it fail. Never rejects.
   */
  run(): Promise<Error | undefined> {
    return this.clock.during(() => this.runToTheEnd());
  }

  private async runToTheEnd(): Promise<Error | undefined> {
    try {
      const reason = await this.drive();
      if (reason === 'abandoned') await this.journal.save();
      else if (reason !== 'untold') await this.finish(reason);
      return undefined;
    } catch (error) {
      this.hasEnded = true;
      const cause = error instanceof Error ? error : new Error(String(error));
      if (!(cause instanceof InputError) && !isDiskError(cause)) return cause;
      await this.fail(cause);
      return undefined;
    } finally {
      this.hasEnded = true;
      this.baselines.dispose();
      await this.journal.close();
    }
  }

  /** Why the training ended; `untold` where its last epoch is not in the journal, and so must be trained again. */
  private async drive(): Promise<DoneReason | 'abandoned' | 'untold'> {
    const { session, data, config, position } = this.options;
    const reports = train(session, data, config, position, this.isLate);
    for (;;) {
      const next = await reports.next().catch(passCut);
      if (!next) return this.command === 'abandon' ? 'abandoned' : 'stopped';
      const { value, done } = next;
      if (done) return value;
      if (value.kind === 'step') {
        this.onStep(value);
        // Only now, so that the first point of the curve does not wait for a core.
        this.baselines.begin();
        const { diagnostics, learningRate } = value;
        if (diagnostics) this.journal.report(gradientsEvent(diagnostics, config, position, learningRate));
      } else if (!(await this.tellEpoch(value))) return 'untold';
      const now = this.clock.now();
      if (now - this.at.save >= saveEvery) {
        this.lookAtData();
        await this.journal.saveOrWarn();
        this.at.save = this.clock.now();
      }
      if (now - this.at.breath >= breathEvery) await this.breathe();
      if (this.command === 'stop') return 'stopped';
      if (this.command === 'abandon') return 'abandoned';
    }
  }

  /** Lets messages in, and waits here while the run is paused. */
  private async breathe(): Promise<void> {
    await setImmediate();
    if (this.isPaused()) {
      const since = this.clock.now();
      await this.journal.announce('paused');
      while (this.isPaused()) {
        await this.beWoken();
        if (this.isPaused()) await this.journal.saveOrWarn();
      }
      this.progress.skip(this.clock.now() - since);
      if (this.command === 'go') await this.journal.announce('running');
    }
    this.at.breath = this.clock.now();
  }

  /** By a command, or, where the folder does not know of the pause yet, to try again. */
  private beWoken(): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.journal.isBehind ? setTimeout(resolve, saveEvery) : undefined;
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private readonly isLate = (): boolean => this.clock.now() >= this.deadline;

  /** Methods, since messages change `command` while the training waits. */
  private isPaused(): boolean {
    return this.command === 'pause';
  }

  private isGoing(): boolean {
    return this.command === 'go';
  }

  private isAbandoned(): boolean {
    return this.command === 'abandon';
  }

  private onStep(report: StepReport): void {
    const { position } = this.options;
    this.progress.add(report.items);
    this.lossSum += report.loss;
    this.lossCount += 1;
    const now = this.clock.now();
    const seconds = this.progress.seconds(now);
    if (now - this.at.report < Math.max(reportEvery, (seconds * 1000) / reportsPerRun)) return;
    this.at.report = now;
    this.journal.report({
      event: 'step',
      epoch: position.epoch + 1,
      step: position.step,
      stepsPerEpoch: this.journal.stepsPerEpoch,
      trainLoss: this.lossSum / this.lossCount,
      gradNorm: report.gradNorm,
      learningRate: report.learningRate,
      perSecond: this.progress.takeSpeed(now),
      seconds,
      eta: this.eta(now),
    });
    this.lossSum = 0;
    this.lossCount = 0;
  }

  /** False where the run was abandoned before that which an epoch is told with was there. */
  private async tellEpoch(report: EpochReport): Promise<boolean> {
    const { config, position } = this.options;
    const { epoch, step } = position;
    const { trainLoss, validLoss, metrics, isBest, learningRate } = report;
    const { valid: baselines } = await this.baselines.get();
    if (this.isAbandoned()) return false;
    this.journal.baselines = baselines;
    const now = this.clock.now();
    this.journal.report({
      event: 'epoch',
      epoch,
      epochs: config.training.epochs,
      step,
      trainLoss,
      validLoss,
      metrics,
      baselines,
      learningRate,
      isBest,
      seconds: this.progress.seconds(now),
      perSecond: this.progress.meanSpeed(now),
      eta: this.eta(now),
    });
    if (isBest) this.journal.best = this.describeModel(epoch, validLoss, report);
    await this.preview.showEpoch(epoch, validLoss, isBest);
    return true;
  }

  private eta(now: number): number {
    const { config, position } = this.options;
    return this.progress.eta(now, position.step, config.training.epochs * this.journal.stepsPerEpoch);
  }

  private describeModel(epoch: number, validLoss: number, report: Pick<EpochReport, 'metrics' | 'judged'>): Model {
    const { session, data, config } = this.options;
    const { codec } = data;
    const { metrics, judged } = report;
    const calibration = judged && this.task.calibrate?.(data, judged, config);
    const parameters = session.withAverage(() => session.readParameters());
    const { network } = session;
    return { version: 1, config, codec, network, ...calibration, epoch, validLoss, metrics, parameters };
  }

  private lookAtData(): void {
    this.options.watch.look(this.log);
  }

  /** What is done beside the training may have something to say when it is over. */
  private readonly log = (message: string): void => {
    if (!this.hasEnded) this.note(message);
  };

  /** Saves the checkpoint, then shows and tests the best weights. */
  private async finish(reason: DoneReason): Promise<void> {
    const { folder, session, position, config } = this.options;
    this.lookAtData();
    const isInHurry = (): boolean => this.command !== 'go';
    const save = (): Promise<void> => this.journal.saveTheEnd(isInHurry);
    await save();
    let { best } = this.journal;
    if (best) session.writeParameters(best.parameters);
    else {
      // Stopped within the first epoch: the weights of now are the best there are.
      const evaluation = await this.evaluateInTime('valid');
      best = this.describeModel(position.epoch, evaluation.loss, evaluation);
      this.journal.best = best;
      await save();
    }
    const trained: TrainedAfterwards =
      reason === 'stopped' ? {} : await trainAfterwards(this.partsFor(best), this.surroundings());
    const left = sayLeft(config.training, trained);
    if (left !== undefined) {
      if (this.isAbandoned()) return;
      this.note(left);
    }
    const { refitted, ensemble } = trained;
    if (ensemble) {
      session.writeEnsemble([ensemble.parameters, ...(ensemble.others ?? [])]);
      await this.journal.replaceBest(ensemble, isInHurry);
      best = ensemble;
    }
    const { epoch, validLoss, metrics } = best;
    this.preview.sample(epoch, validLoss);
    await this.preview.plot(epoch, 'test');
    const tested = await this.evaluateInTime('test', best);
    const baselines = await this.baselines.get();
    this.journal.baselines = baselines.valid;
    // What the engine's end has cut off is left for whoever resumes the run, unless a person has ended it.
    if (this.isAbandoned() && reason !== 'stopped') return;
    const done = doneEvent({
      ...{ reason, run: folder.path, best, tested, baselines, epochs: position.epoch, refit: refitted?.refit },
      // What was measured epoch by epoch is the network alone.
      held: !isScored(tested) && (best.blend || ensemble) ? await this.evaluateInTime('valid', best) : undefined,
      madeOf: this.task.describeCalibration?.(best),
      seconds: this.progress.seconds(this.clock.now()),
    });
    if (refitted) await this.journal.replaceBest(refitted, isInHurry);
    this.hasEnded = true;
    const { test, madeOf, refit } = done;
    const told = { ...(madeOf !== undefined && { madeOf }), ...(refit && { refit }) };
    const status = reason === 'stopped' ? 'stopped' : 'finished';
    await this.journal.complete(done, status, { test, best: { epoch, validLoss, metrics }, ...told }, isInHurry);
  }

  private partsFor(best: Model): RefitParts {
    return { ...this.options, precision: this.options.session.precision, best };
  }

  /** For what is trained when the training itself is over. */
  private surroundings(): RefitSurroundings {
    const { clock, journal, log: note } = this;
    const breathe = (): Promise<boolean> => this.breathe().then(() => this.isGoing());
    return { clock, breathe, note, warn: (error) => journal.warn(error) };
  }

  private evaluateInTime(split: 'valid' | 'test', calibration: Calibration = {}): Promise<Evaluation> {
    const { isLate, log } = this;
    return evaluateInTime(this.options, split, calibration, { isLate, log, note: (message) => this.note(message) });
  }
}
