import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Config } from '../../engine/config.ts';
import * as protocol from '../../engine/protocol.ts';
import type { BacktestState } from '../../webview/protocol.ts';
import type { EngineClient } from '../client/engineClient.ts';
import type { TaskCatalogue } from '../client/taskCatalogue.ts';
import { modelTitle } from '../runs/runText.ts';
import { withSettings } from '../settings.ts';
import { whileWorking } from '../whileWorking.ts';
import { FileJob } from './fileJob.ts';

/** What is asked of a backtest; the engine decides what is left open. */
export interface BacktestWish {
  /** As the person set it; the engine completes it. */
  readonly config: Config;
  readonly horizon?: number | undefined;
  readonly folds?: number | undefined;
  readonly refit: boolean;
}

/** One backtest of a file. */
export class BacktestJob extends FileJob<BacktestState> {
  readonly wish: BacktestWish;
  private readonly engine: EngineClient;
  private readonly tasks: TaskCatalogue;
  /** Under which the engine keeps what was forecast. */
  private token = '';

  constructor(engine: EngineClient, tasks: TaskCatalogue, uri: vscode.Uri, wish: BacktestWish) {
    const { horizon, folds, refit } = wish;
    super(uri, { id: Date.now(), title: basename(uri.fsPath), state: 'running', asked: { horizon, folds, refit } });
    this.engine = engine;
    this.tasks = tasks;
    this.wish = wish;
  }

  /** What was forecast of a series in a fold, see `backtestFold`. */
  readFold(series: number, fold: number): Promise<protocol.BacktestFold> {
    return this.engine.request(protocol.backtestFold, { token: this.token, series, fold });
  }

  /** How it came out, of a series or of all, see `forecastErrors`. */
  readErrors(series: number | undefined): Promise<protocol.ErrorReport> {
    const of = series === undefined ? {} : { series };
    return this.engine.request(protocol.forecastErrors, { token: this.token, ...of });
  }

  protected override async work(cancel: vscode.CancellationToken): Promise<void> {
    const { config, horizon, folds, refit } = this.wish;
    const name = basename(this.uri.fsPath);
    const title = vscode.l10n.t('RNN: backtest of {0}', name);
    const result = await whileWorking(this.engine, title, async (token, notWanted) => {
      this.token = token;
      notWanted.onCancellationRequested(() => this.stop());
      const listener = this.engine.onDidProgress(({ token: whose, ...stage }) => {
        if (whose === token) this.update({ stage });
      });
      const params = { file: this.uri.fsPath, config: withSettings(config), token, refit };
      const wanted = { ...(horizon !== undefined && { horizon }), ...(folds !== undefined && { folds }) };
      return this.engine.request(protocol.backtest, { ...params, ...wanted }, cancel).finally(() => {
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
  }
}
