import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Config } from '../../engine/config.ts';
import * as protocol from '../../engine/protocol.ts';
import type { RateSearchState } from '../../webview/protocol.ts';
import { Disposable } from '../disposable.ts';
import type { EngineClient } from '../client/engineClient.ts';
import { modelTitle } from '../runs/runText.ts';
import { withSettings } from '../settings.ts';
import { failureInFile } from './failureInFile.ts';

/** One learning-rate range test of a file, with all that the engine has told of it. */
export class LearningRateSearch extends Disposable {
  readonly uri: vscode.Uri;
  /** As the person set it; the engine completes it. */
  readonly config: Config;
  private readonly engine: EngineClient;
  private readonly cancellation = this.register(new vscode.CancellationTokenSource());
  private readonly change = this.register(new vscode.EventEmitter<void>());
  readonly onDidChange = this.change.event;
  private current: RateSearchState;

  constructor(engine: EngineClient, uri: vscode.Uri, config: Config) {
    super();
    this.engine = engine;
    this.uri = uri;
    this.config = config;
    this.current = { title: basename(uri.fsPath), state: 'running', points: [] };
  }

  get state(): RateSearchState {
    return this.current;
  }

  /** Resolves when the search has ended in any way; a failure is part of the state. */
  async run(): Promise<void> {
    const token = randomUUID();
    const listener = this.engine.onDidReceiveLearningRatePoints((params) => {
      if (params.token !== token) return;
      const { highestRate } = params;
      this.update({ points: [...this.current.points, ...params.points], highestRate });
    });
    try {
      const params = { file: this.uri.fsPath, config: withSettings(this.config), token };
      const { points, ...proposal } = await this.engine.request(
        protocol.findLearningRate,
        params,
        this.cancellation.token,
      );
      const title = `${basename(this.uri.fsPath)} · ${modelTitle(proposal.config)}`;
      this.update({ state: 'finished', title, points, proposal });
    } catch (error) {
      this.update(error instanceof vscode.CancellationError ? { state: 'stopped' } : failureInFile(error));
    } finally {
      listener.dispose();
    }
  }

  stop(): void {
    this.cancellation.cancel();
  }

  override dispose(): void {
    this.stop();
    super.dispose();
  }

  private update(patch: Partial<RateSearchState>): void {
    this.current = { ...this.current, ...patch };
    this.change.fire();
  }
}
