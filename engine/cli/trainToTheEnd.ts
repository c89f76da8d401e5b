import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as protocol from '../protocol.ts';
import type { Surroundings } from './command.ts';
import { EngineDied, EngineProcess, isCancelledReply } from './engineProcess.ts';
import { interruptedExitCode, listenForInterrupts } from './interrupts.ts';
import { ReportedError, ResumableError } from './reportError.ts';
import { type RunView, createRunView } from './runView.ts';
import { graceOfCancel, tellCancelled } from './withEngine.ts';
import { WorkLine } from './workLine.ts';

/** Asks an engine for the run. */
export type Start = (engine: EngineProcess) => Promise<protocol.TrainResult>;

/**
 * Shows the run until it has ended and is saved, and gives the exit code. An engine that ends before is replaced by
 * another one that goes on with the run. The first Ctrl-C stops the run, or what is done before there is one; the second
 * ends everything at once.
 */
export const trainToTheEnd = async (start: Start, { output, isJson, isVerbose }: Surroundings): Promise<number> => {
  const line = new WorkLine();
  const training = new Training(createRunView(output, isJson), isVerbose, line);
  const tellNoRun = (): void => tellCancelled(line, 'cancelled before the training began');
  const stopListening = listenForInterrupts(
    () => {
      if (training.hasRun) {
        training.stop('stopping; Ctrl-C again ends at once, without the last checkpoint');
        return;
      }
      training.stop();
      training.cancel();
      const endAtOnce = (): void => {
        if (training.hasRun) return;
        tellNoRun();
        training.kill();
        process.exit(interruptedExitCode);
      };
      setTimeout(endAtOnce, graceOfCancel).unref();
    },
    () => {
      training.kill();
      process.exit(interruptedExitCode);
    },
  );
  output.onClose(() => {
    training.stop();
  });
  try {
    await training.run(start);
  } catch (error) {
    const { folder } = training;
    if (folder === undefined && isCancelledReply(error)) {
      tellNoRun();
      return interruptedExitCode;
    }
    throw folder !== undefined && existsSync(join(folder, 'run.json')) ? new ResumableError(folder, error) : error;
  } finally {
    stopListening();
  }
  return 0;
};

/** One run over the engines that train it. */
class Training {
  /** Of the run, once it is known. */
  folder: string | undefined;
  private readonly view: RunView;
  private readonly isVerbose: boolean;
  private readonly line: WorkLine;
  private readonly stopped: Promise<void>;
  private markStopped: () => void = () => undefined;
  private engine: EngineProcess | undefined;
  /** The engine that has the run ready to train, or has trained it last. */
  private trainer: EngineProcess | undefined;
  private failure: protocol.ErrorEvent | undefined;

  constructor(view: RunView, isVerbose: boolean, line: WorkLine) {
    this.view = view;
    this.isVerbose = isVerbose;
    this.line = line;
    this.stopped = new Promise((resolve) => (this.markStopped = resolve));
  }

  stop(note?: string): void {
    if (note !== undefined) this.view.note(note);
    this.markStopped();
  }

  /** Whether there is one, in a folder of its own, that can be stopped. */
  get hasRun(): boolean {
    return this.folder !== undefined;
  }

  cancel(): void {
    this.engine?.cancel();
  }

  kill(): void {
    this.engine?.kill();
  }

  /** Rejects when the run has failed, and with `EngineDied` where no engine could go on with it. */
  async run(start: Start): Promise<void> {
    let death = await this.trainWith(start);
    while (death) {
      const { message: recover } = death;
      const resume: Start = (engine) => engine.request(protocol.resume, { run: this.folder ?? '', recover });
      // An engine that ends before it has gone on is tried once more: the next one may say why the run cannot.
      death = await this.trainWith(resume).catch((error: unknown) => {
        if (!(error instanceof EngineDied)) throw error;
        return this.trainWith(resume);
      });
    }
    if (this.failure) throw new ReportedError(this.failure);
  }

  /** Trains in an engine of its own. Gives what that died of where it did with the run under way. */
  private async trainWith(start: Start): Promise<EngineDied | undefined> {
    const engine = new EngineProcess({ isVerbose: this.isVerbose, line: this.line });
    this.engine = engine;
    const ended = this.follow(engine);
    try {
      const { id } = await start(engine);
      // A run that has just ended by itself cannot be stopped, which is as well.
      void this.stopped.then(() => engine.request(protocol.stop, { id })).catch(() => undefined);
      await Promise.race([ended, engine.died]);
      return undefined;
    } catch (error) {
      if (this.trainer === engine && error instanceof EngineDied) return error;
      throw error;
    } finally {
      await engine.close();
    }
  }

  /** Shows what the engine reports. Resolves when the run has ended. */
  private follow(engine: EngineProcess): Promise<void> {
    const { connection } = engine;
    connection.onNotification(protocol.runEvents, ({ events }) => {
      this.line.hide();
      for (const event of events) {
        if (event.event === 'config') {
          this.folder = event.run;
          this.failure = undefined;
          this.trainer = engine;
        }
        if (event.event === 'error') this.failure = event;
        this.view.show(event);
      }
    });
    return new Promise((resolve) => {
      connection.onNotification(protocol.runStatus, ({ status }) => {
        if (status === 'finished' || status === 'stopped' || status === 'failed') resolve();
      });
    });
  }
}
