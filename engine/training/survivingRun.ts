import { describeFault, logFault } from '../explainError.ts';
import type { RunListener, StartedRun } from './assembleRun.ts';
import { OpenedFiles } from '../tasks/openedFiles.ts';
import { resumeRun } from './resumeRun.ts';

/** One run under way that outlives our own faults: it goes on from its last checkpoint, once from the same one. */
export class SurvivingRun {
  readonly id: string;
  /** Path of the run folder. */
  readonly folder: string;
  private started: StartedRun;
  private readonly listener: RunListener;
  private readonly files: OpenedFiles;
  private wish: 'go' | 'pause' | 'stop' | 'abandon' = 'go';

  constructor(started: StartedRun, listener: RunListener, files = new OpenedFiles()) {
    this.id = started.run.id;
    this.folder = started.folder.path;
    this.started = started;
    this.listener = listener;
    this.files = files;
  }

  pause(): void {
    if (this.wish === 'go') this.wish = 'pause';
    this.started.run.pause();
  }

  proceed(): void {
    if (this.wish === 'pause') this.wish = 'go';
    this.started.run.proceed();
  }

  /** Ends the run as the person's wish. */
  stop(): void {
    this.wish = 'stop';
    this.started.run.stop();
  }

  /** Ends the run because the engine is about to: it stays resumable and counts as interrupted. */
  abandon(): void {
    this.wish = 'abandon';
    this.started.run.abandon();
  }

  /** Trains to the end and lets go of the session. Never rejects: failures are reported as an `error` event. */
  async run(): Promise<void> {
    for (;;) {
      const { run, session } = this.started;
      const fault = await run.run();
      await session.dispose();
      if (!fault) return;
      logFault(fault);
      // The next engine finds it interrupted.
      if (this.isAbandoned()) return;
      try {
        const params = { run: this.folder, recover: describeFault(fault) };
        this.started = await resumeRun(params, this.listener, this.files);
        this.repeatWish();
      } catch (error) {
        await run.fail(error);
        return;
      }
    }
  }

  /** A method, since messages change the wish while the run is under way. */
  private isAbandoned(): boolean {
    return this.wish === 'abandon';
  }

  /** What was asked of the run while it failed and was read again. */
  private repeatWish(): void {
    const { run } = this.started;
    if (this.wish !== 'go') run[this.wish]();
  }
}
