import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Config } from '../../engine/config.ts';
import type { OwnFromTune, TuneState } from '../../webview/protocol.ts';
import type { TrainMore } from '../training.ts';
import { JobPanel, type JobPanelParts } from './jobPanel.ts';
import type { TrainForm } from './trainForm.ts';
import { TuneJob, type TuneJobParts, type TuneWish } from './tuneJob.ts';

interface TuneParts extends JobPanelParts, TuneJobParts {
  readonly form: TrainForm;
  readonly train: (uri: vscode.Uri, config: Config, more?: TrainMore) => Promise<void>;
}

/** Shows the latest search for settings for one file. What was tried is on disk. */
export class TunePanel extends JobPanel<TuneJob, OwnFromTune> {
  private readonly parts: TuneParts;

  constructor(parts: TuneParts, uri: vscode.Uri) {
    super(parts, { name: 'tune', title: vscode.l10n.t('Settings: {0}', basename(uri.fsPath)) });
    this.parts = parts;
  }

  /** Searches in place of the search before, and resolves with all that it has come to. */
  async run(uri: vscode.Uri, wish: TuneWish): Promise<TuneState> {
    const job = new TuneJob(this.parts, uri, wish);
    await this.show(job);
    return job.state;
  }

  protected override async act(message: OwnFromTune, job: TuneJob): Promise<void> {
    const { form, train } = this.parts;
    const { uri, wish, state } = job;
    switch (message.type) {
      case 'goOn': {
        const search = state.search?.search;
        const { seconds } = message;
        if (search === undefined) return;
        await this.run(uri, { ...wish, search, budget: seconds ?? state.budget, isRest: seconds === undefined });
        return;
      }
      case 'trainCandidate': {
        const settings = job.settingsOf(message.candidate);
        if (settings) await train(uri, settings.config, { found: settings.found });
        return;
      }
      case 'useCandidate': {
        const settings = job.settingsOf(message.candidate);
        if (settings) await form.show(uri, settings.config);
        return;
      }
      case 'openRun':
        await vscode.commands.executeCommand('rnnStudio.openRun', state.run?.id);
        return;
    }
    message satisfies never;
  }
}
