import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { BacktestResult } from '../../engine/protocol.ts';
import type { BacktestAsked, FromBacktest, ToBacktest } from '../../webview/protocol.ts';
import type { EngineClient } from '../client/engineClient.ts';
import { messageOf } from '../client/engineError.ts';
import type { TaskCatalogue } from '../client/taskCatalogue.ts';
import { columnBesideFile } from '../dataFiles.ts';
import { Disposable, DisposableValue } from '../disposable.ts';
import { type Failures, openPlace } from '../failures.ts';
import { BacktestJob, type BacktestWish } from './backtestJob.ts';
import { saveBacktest } from './saveBacktest.ts';
import { webviewHtml, webviewOptions, webviewStrings } from './webviewHtml.ts';

const viewType = 'rnnStudio.backtest';

interface BacktestParts {
  readonly engine: EngineClient;
  readonly tasks: TaskCatalogue;
  readonly failures: Failures;
  readonly dist: vscode.Uri;
}

/**
 * Shows the latest backtest of one file in the editor area. It has no serializer: after a window reload VS Code leaves
 * it out, since what was forecast has gone with the engine; what is worth keeping is saved from here.
 */
export class BacktestPanel extends Disposable {
  private readonly parts: BacktestParts;
  private readonly panel: vscode.WebviewPanel;
  readonly onDidDispose: vscode.Event<void>;
  /** The page listens. A hidden page is gone, and says so by its next `ready`. */
  private isReady = false;
  private readonly job = this.register(new DisposableValue<BacktestJob>());

  constructor(parts: BacktestParts, uri: vscode.Uri) {
    super();
    this.parts = parts;
    const title = vscode.l10n.t('Backtest: {0}', basename(uri.fsPath));
    const panel = vscode.window.createWebviewPanel(viewType, title, columnBesideFile(), webviewOptions(parts.dist));
    this.panel = this.register(panel);
    this.onDidDispose = panel.onDidDispose;
    this.register(
      panel.webview.onDidReceiveMessage((message: FromBacktest) => parts.failures.guard(() => this.receive(message))),
    );
    this.register(
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.isReady = false;
      }),
    );
    panel.webview.html = webviewHtml(panel.webview, parts.dist, 'backtest');
  }

  /** Runs in place of the backtest before, and resolves with what came out, if anything did. */
  async run(uri: vscode.Uri, wish: BacktestWish): Promise<BacktestResult | undefined> {
    this.panel.reveal();
    const job = new BacktestJob(this.parts.engine, this.parts.tasks, uri, wish);
    this.job.value = job;
    job.onDidChange(() => void this.sendState());
    await this.sendState();
    await job.run();
    return job.state.result;
  }

  private async sendState(): Promise<void> {
    const job = this.job.value;
    if (job) await this.send({ type: 'state', strings: webviewStrings(), state: job.state });
  }

  private async send(message: ToBacktest): Promise<void> {
    if (this.isReady && !this.isDisposed) await this.panel.webview.postMessage(message);
  }

  private async receive(message: FromBacktest): Promise<void> {
    const job = this.job.value;
    if (!job) return;
    const { uri, state } = job;
    switch (message.type) {
      case 'ready':
        this.isReady = true;
        return this.sendState();
      case 'stop':
        job.stop();
        return;
      case 'runAgain':
        return this.runAgain(job, message.asked);
      case 'fold':
        return this.sendFold(job, message.series, message.fold);
      case 'save':
        if (state.result) await saveBacktest(uri, state.result);
        return;
      case 'openFile':
        return openPlace(state.error?.place ?? { file: uri.fsPath });
      case 'showLog':
        await vscode.commands.executeCommand('rnnStudio.showLog');
        return;
    }
    message satisfies never;
  }

  private async runAgain({ uri, wish }: BacktestJob, asked: BacktestAsked): Promise<void> {
    await vscode.commands.executeCommand('rnnStudio.backtestForecast', uri, { ...wish, ...asked });
  }

  private async sendFold(job: BacktestJob, series: number, fold: number): Promise<void> {
    const of = { type: 'fold', id: job.state.id, series, fold } as const;
    const message = await job.readFold(series, fold).then(
      (plot): ToBacktest => ({ ...of, plot }),
      (error: unknown): ToBacktest => ({ ...of, error: messageOf(error) }),
    );
    await this.send(message);
  }
}
