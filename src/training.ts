import * as vscode from 'vscode';
import type { Config } from '../engine/config.ts';
import * as protocol from '../engine/protocol.ts';
import { explainLargeFile, requireOnDisk, runsFolderOf } from './dataFiles.ts';
import type { EngineClient } from './client/engineClient.ts';
import { EngineDeath } from './client/engineError.ts';
import type { Failures } from './failures.ts';
import type { Run } from './runs/run.ts';
import type { InterruptedRun, RunRegistry } from './runs/runRegistry.ts';
import { withSettings } from './settings.ts';
import { whileWorking } from './whileWorking.ts';

/** What a training may begin with besides a config: weights in a file, and the search that the config was found by. */
export type TrainMore = Pick<protocol.TrainParams, 'init' | 'found'>;

export interface TrainingParts {
  readonly engine: EngineClient;
  readonly runs: RunRegistry;
  readonly failures: Failures;
  readonly storage: vscode.Uri;
}

/** Begins, resumes and steers runs. Rejections are the caller's to show. */
export class Training {
  private readonly parts: TrainingParts;
  /** Runs that go on by themselves as soon as an engine has read them; a recovery never rejects. */
  private readonly recoveries = new Map<Run, Promise<unknown>>();

  constructor(parts: TrainingParts) {
    this.parts = parts;
  }

  /** Trains on `uri` as it is on disk. Resolves when the data is read and the run trains. */
  async start(uri: vscode.Uri, config: Config, more: TrainMore = {}): Promise<Run> {
    requireOnDisk(uri);
    const { engine, runs, failures, storage } = this.parts;
    failures.clear(uri);
    const params = {
      file: uri.fsPath,
      config: withSettings(config),
      runs: runsFolderOf(uri.fsPath, storage).fsPath,
      ...more,
    };
    await runs.load();
    const title = vscode.l10n.t('RNN: reading {0}', vscode.workspace.asRelativePath(uri));
    const result = await whileWorking(engine, title, (token, cancel) =>
      engine.request(protocol.train, { ...params, token }, cancel),
    );
    await explainLargeFile(uri);
    return runs.follow(result);
  }

  /** @param recover what ended the run, where it goes on by itself */
  async resume(run: Run, recover?: string): Promise<Run> {
    const { engine, runs } = this.parts;
    const params = { run: run.folder, ...(recover !== undefined && { recover }) };
    const title = vscode.l10n.t('RNN: resuming {0}', run.title);
    const result = await whileWorking(engine, title, (token, cancel) =>
      engine.request(protocol.resume, { ...params, token }, cancel),
    );
    return runs.follow(result);
  }

  /**
   * An interrupted run goes on by itself, paused where it was. What is asked of it meanwhile waits until it does.
   * @param cause what ended it, as part of a sentence
   */
  async recover({ run, wasPaused }: InterruptedRun, cause?: string): Promise<void> {
    run.setLive('starting');
    const recovery = this.resume(run, cause).catch((error: unknown) => {
      // A second engine may say why the run has ended the first one.
      if (error instanceof EngineDeath && error.reason !== undefined) return this.resume(run, cause);
      throw error;
    });
    this.recoveries.set(run, Promise.allSettled([recovery]));
    try {
      await recovery;
    } catch (error) {
      run.setLive(undefined);
      throw error;
    } finally {
      this.recoveries.delete(run);
    }
    if (wasPaused) await this.pause(run);
  }

  pause(run: Run): Promise<void> {
    return this.ask(run, protocol.pause);
  }

  continue(run: Run): Promise<void> {
    return this.ask(run, protocol.proceed);
  }

  /** Resolves when the run has measured its best weights and is saved, which takes a while on a large file. */
  async stop(run: Run): Promise<void> {
    const stopping = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('RNN: stopping {0}', run.title) };
    await vscode.window.withProgress(stopping, () => this.ask(run, protocol.stop));
  }

  /** A run may end by itself while it is asked something: then there is nothing left to do. */
  private async ask(run: Run, request: typeof protocol.stop): Promise<void> {
    await this.recoveries.get(run);
    try {
      await this.parts.engine.request(request, { id: run.id });
    } catch (error) {
      // The engine has died over it: its successor is asked.
      if (this.recoveries.has(run)) return this.ask(run, request);
      if (run.isLive) throw error;
    }
  }
}
