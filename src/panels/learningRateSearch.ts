import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type * as vscode from 'vscode';
import type { Config } from '../../engine/config.ts';
import * as protocol from '../../engine/protocol.ts';
import type { RateSearchState } from '../../webview/protocol.ts';
import type { EngineClient } from '../client/engineClient.ts';
import { modelTitle } from '../runs/runText.ts';
import { withSettings } from '../settings.ts';
import { FileJob } from './fileJob.ts';

/** One learning-rate range test of a file. */
export class LearningRateSearch extends FileJob<RateSearchState> {
  /** As the person set it; the engine completes it. */
  readonly config: Config;
  private readonly engine: EngineClient;

  constructor(engine: EngineClient, uri: vscode.Uri, config: Config) {
    super(uri, { title: basename(uri.fsPath), state: 'running', points: [] });
    this.engine = engine;
    this.config = config;
  }

  protected override async work(cancel: vscode.CancellationToken): Promise<void> {
    const token = randomUUID();
    const listener = this.engine.onDidReceiveLearningRatePoints((params) => {
      if (params.token !== token) return;
      const { highestRate } = params;
      this.update({ points: [...this.state.points, ...params.points], highestRate });
    });
    try {
      const params = { file: this.uri.fsPath, config: withSettings(this.config), token };
      const { points, ...proposal } = await this.engine.request(protocol.findLearningRate, params, cancel);
      const title = `${basename(this.uri.fsPath)} · ${modelTitle(proposal.config)}`;
      this.update({ state: 'finished', title, points, proposal });
    } finally {
      listener.dispose();
    }
  }
}
