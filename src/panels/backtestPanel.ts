import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { BacktestResult } from '../../engine/protocol.ts';
import type { OwnFromBacktest, BacktestAnswer } from '../../webview/protocol.ts';
import type { EngineClient } from '../client/engineClient.ts';
import { messageOf } from '../client/engineError.ts';
import type { TaskCatalogue } from '../client/taskCatalogue.ts';
import { BacktestJob, type BacktestWish } from './backtestJob.ts';
import { JobPanel, type JobPanelParts } from './jobPanel.ts';
import { saveBacktest } from './saveBacktest.ts';

interface BacktestParts extends JobPanelParts {
  readonly engine: EngineClient;
  readonly tasks: TaskCatalogue;
}

/** Shows the latest backtest of one file. */
export class BacktestPanel extends JobPanel<BacktestJob, OwnFromBacktest, BacktestAnswer> {
  private readonly parts: BacktestParts;

  constructor(parts: BacktestParts, uri: vscode.Uri) {
    super(parts, { name: 'backtest', title: vscode.l10n.t('Backtest: {0}', basename(uri.fsPath)) });
    this.parts = parts;
  }

  /** Runs in place of the backtest before, and resolves with what came out, if anything did. */
  async run(uri: vscode.Uri, wish: BacktestWish): Promise<BacktestResult | undefined> {
    const job = new BacktestJob(this.parts.engine, this.parts.tasks, uri, wish);
    await this.show(job);
    return job.state.result;
  }

  protected override async act(message: OwnFromBacktest, job: BacktestJob): Promise<void> {
    const { uri, state, wish } = job;
    switch (message.type) {
      case 'runAgain':
        await vscode.commands.executeCommand('rnnStudio.backtestForecast', uri, { ...wish, ...message.asked });
        return;
      case 'fold':
        return this.sendFold(job, message.series, message.fold);
      case 'errors':
        return this.sendErrors(job, message.series);
      case 'save':
        if (state.result) await saveBacktest(uri, state.result);
        return;
    }
    message satisfies never;
  }

  private async sendFold(job: BacktestJob, series: number, fold: number): Promise<void> {
    const of = { type: 'fold', id: job.state.id, series, fold } as const;
    const message = await job.readFold(series, fold).then(
      (plot): BacktestAnswer => ({ ...of, plot }),
      (error: unknown): BacktestAnswer => ({ ...of, error: messageOf(error) }),
    );
    await this.send(message);
  }

  private async sendErrors(job: BacktestJob, series: number | undefined): Promise<void> {
    const of = { type: 'errors', id: job.state.id, ...(series !== undefined && { series }) } as const;
    const message = await job.readErrors(series).then(
      (report): BacktestAnswer => ({ ...of, report }),
      (error: unknown): BacktestAnswer => ({ ...of, error: messageOf(error) }),
    );
    await this.send(message);
  }
}
