import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Config } from '../../engine/config.ts';
import * as protocol from '../../engine/protocol.ts';
import type { BacktestState } from '../../webview/protocol.ts';
import type { EngineClient } from '../client/engineClient.ts';
import type { TaskCatalogue } from '../client/taskCatalogue.ts';
import { Disposable } from '../disposable.ts';
import { modelTitle } from '../runs/runText.ts';
import { withSettings } from '../settings.ts';
import { whileWorking } from '../whileWorking.ts';
import { failureInFile } from './failureInFile.ts';

/** What is asked of a backtest; the engine decides what is left open. */
export interface BacktestWish {
  /** As the person set it; the engine completes it. */
  readonly config: Config;
  readonly horizon?: number | undefined;
  readonly folds?: number | undefined;
  readonly refit: boolean;
}

/** One backtest of a file, with all that the engine has told of it. */
export class BacktestJob extends Disposable {
  readonly uri: vscode.Uri;
  readonly wish: BacktestWish;
  private readonly engine: EngineClient;
  private readonly tasks: TaskCatalogue;
  private readonly cancellation = this.register(new vscode.CancellationTokenSource());
  private readonly change = this.register(new vscode.EventEmitter<void>());
  readonly onDidChange = this.change.event;
  /** Under which the engine keeps what was forecast. */
  private token = '';
  private current: BacktestState;

  constructor(engine: EngineClient, tasks: TaskCatalogue, uri: vscode.Uri, wish: BacktestWish) {
    super();
    this.engine = engine;
    this.tasks = tasks;
    this.uri = uri;
    this.wish = wish;
    const { horizon, folds, refit } = wish;
    this.current = { id: Date.now(), title: basename(uri.fsPath), state: 'running', asked: { horizon, folds, refit } };
  }

  get state(): BacktestState {
    return this.current;
  }

  /** Resolves when it has ended in any way; a failure is part of the state. */
  async run(): Promise<void> {
    const { config, horizon, folds, refit } = this.wish;
    const name = basename(this.uri.fsPath);
    try {
      const title = vscode.l10n.t('RNN: backtest of {0}', name);
      const result = await whileWorking(this.engine, title, async (token, cancel) => {
        this.token = token;
        cancel.onCancellationRequested(() => this.stop());
        const listener = this.engine.onDidProgress(({ token: whose, ...stage }) => {
          if (whose === token) this.update({ stage });
        });
        const params = { file: this.uri.fsPath, config: withSettings(config), token, refit };
        const wanted = { ...(horizon !== undefined && { horizon }), ...(folds !== undefined && { folds }) };
        return this.engine.request(protocol.backtest, { ...params, ...wanted }, this.cancellation.token).finally(() => {
          listener.dispose();
        });
      });
      await this.tasks.load();
      const task = this.tasks.find(result.config.task);
      this.update({
        state: 'finished',
        title: `${name} · ${modelTitle(result.config)}`,
        asked: { horizon: result.horizon, folds: result.folds, refit },
        result,
        ...(task && { task }),
      });
    } catch (error) {
      this.update(error instanceof vscode.CancellationError ? { state: 'stopped' } : failureInFile(error));
    }
  }

  /** What was forecast of a series in a fold, see `backtestFold`. */
  readFold(series: number, fold: number): Promise<protocol.BacktestFold> {
    return this.engine.request(protocol.backtestFold, { token: this.token, series, fold });
  }

  stop(): void {
    this.cancellation.cancel();
  }

  override dispose(): void {
    this.stop();
    super.dispose();
  }

  private update(patch: Partial<BacktestState>): void {
    this.current = { ...this.current, ...patch };
    this.change.fire();
  }
}
