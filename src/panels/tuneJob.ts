import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Config } from '../../engine/config.ts';
import * as protocol from '../../engine/protocol.ts';
import type { TuneState } from '../../webview/protocol.ts';
import { applyChanges } from '../applyChanges.ts';
import type { EngineClient } from '../client/engineClient.ts';
import { EngineDeath } from '../client/engineError.ts';
import type { TaskCatalogue } from '../client/taskCatalogue.ts';
import { searchesFolderOf } from '../dataFiles.ts';
import { withSettings } from '../settings.ts';
import type { Training } from '../training.ts';
import { whileWorking } from '../whileWorking.ts';
import { FileJob } from './fileJob.ts';

/** An engine that ends so often in a row without a trial between is of no use. */
const mostDeaths = 3;

/** What is asked of a search; the engine completes the config. */
export interface TuneWish {
  /** As the person set it: what it leaves open is varied. */
  readonly config: Config;
  /** Seconds. */
  readonly budget: number;
  /** The folder of a search to go on with: for `budget` more, or when `isRest` for what is left. */
  readonly search?: string;
  readonly isRest?: boolean;
}

export interface TuneJobParts {
  readonly engine: EngineClient;
  readonly tasks: TaskCatalogue;
  readonly training: Training;
  readonly storage: vscode.Uri;
}

/** One search for settings for a file; the best of them is trained as a run. */
export class TuneJob extends FileJob<TuneState> {
  readonly wish: TuneWish;
  private readonly parts: TuneJobParts;
  private deaths = 0;

  constructor(parts: TuneJobParts, uri: vscode.Uri, wish: TuneWish) {
    super(uri, { title: basename(uri.fsPath), state: 'running', budget: wish.budget, trials: [] });
    this.parts = parts;
    this.wish = wish;
  }

  /** What a candidate is trained with, and where it comes from. */
  settingsOf(
    candidate: number,
  ): { readonly config: Config; readonly found: NonNullable<protocol.TrainParams['found']> } | undefined {
    const { search, trials } = this.state;
    const trial = trials.find((each) => each.candidate === candidate);
    if (!trial || !search) return undefined;
    return { config: applyChanges(this.wish.config, trial.changes), found: { search: search.search, candidate } };
  }

  protected override async work(cancel: vscode.CancellationToken): Promise<void> {
    const result = await whileWorking(
      this.parts.engine,
      vscode.l10n.t('RNN: settings for {0}', basename(this.uri.fsPath)),
      (token, notWanted) => {
        notWanted.onCancellationRequested(() => this.stop());
        return this.search(token, cancel);
      },
    );
    this.update({ state: 'finished', seconds: result.seconds });
    await this.trainBest(result);
  }

  /** Goes on with another engine where the one at work has died. */
  private async search(token: string, cancel: vscode.CancellationToken): Promise<protocol.TuneResult> {
    const { engine } = this.parts;
    const listeners = vscode.Disposable.from(
      engine.onDidReceiveSearchEvent(({ token: whose, event }) => {
        if (whose === token) void this.hear(event);
      }),
      engine.onDidProgress(({ token: whose, ...stage }) => {
        if (whose === token) this.update({ stage });
      }),
    );
    try {
      for (let ask = (): Promise<protocol.TuneResult> => this.ask(token, cancel); ;) {
        try {
          return await ask();
        } catch (error) {
          const { search } = this.state;
          if (!(error instanceof EngineDeath) || error.reason === undefined || !search) throw error;
          if (cancel.isCancellationRequested || ++this.deaths > mostDeaths) throw error;
          ask = () => engine.request(protocol.resumeTune, { search: search.search, token }, cancel);
        }
      }
    } finally {
      listeners.dispose();
    }
  }

  private ask(token: string, cancel: vscode.CancellationToken): Promise<protocol.TuneResult> {
    const { engine, storage } = this.parts;
    const { config, budget, search, isRest } = this.wish;
    if (search !== undefined) {
      return engine.request(protocol.resumeTune, { search, token, ...(!isRest && { budget }) }, cancel);
    }
    const file = this.uri.fsPath;
    const searches = searchesFolderOf(file, storage);
    return engine.request(protocol.tune, { file, config: withSettings(config), token, searches, budget }, cancel);
  }

  private async hear(told: protocol.SearchEvent): Promise<void> {
    if (told.event === 'trial') {
      this.deaths = 0;
      const { event, ...trial } = told;
      this.update({ trials: [...this.state.trials, trial] });
      return;
    }
    const { event, trials, ...search } = told;
    this.update({ search, trials, budget: search.budget });
    await this.parts.tasks.load();
    const task = this.parts.tasks.find(search.task);
    if (task) this.update({ task });
  }

  private async trainBest({ search, ranking: [best] }: protocol.TuneResult): Promise<void> {
    if (!best) return;
    const { candidate, config } = best;
    const run = await this.parts.training.start(this.uri, config, { found: { search, candidate } });
    this.update({ run: { id: run.id, title: run.title } });
  }
}
