import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Config } from '../../engine/config.ts';
import type { OwnFromRateSearch } from '../../webview/protocol.ts';
import { applyChanges } from '../applyChanges.ts';
import type { EngineClient } from '../client/engineClient.ts';
import { JobPanel, type JobPanelParts } from './jobPanel.ts';
import { LearningRateSearch } from './learningRateSearch.ts';
import type { TrainForm } from './trainForm.ts';

interface LearningRateParts extends JobPanelParts {
  readonly engine: EngineClient;
  readonly form: TrainForm;
  readonly train: (uri: vscode.Uri, config: Config) => Promise<void>;
}

/** Shows the latest search for a learning rate of one file. */
export class LearningRatePanel extends JobPanel<LearningRateSearch, OwnFromRateSearch> {
  private readonly parts: LearningRateParts;

  constructor(parts: LearningRateParts, uri: vscode.Uri) {
    super(parts, { name: 'learningRate', title: vscode.l10n.t('Learning rate: {0}', basename(uri.fsPath)) });
    this.parts = parts;
  }

  /** Searches in place of the search before, and resolves with the proposed rate, if one comes of it. */
  async find(uri: vscode.Uri, config: Config): Promise<number | undefined> {
    const search = new LearningRateSearch(this.parts.engine, uri, config);
    await this.show(search);
    return search.state.proposal?.learningRate;
  }

  protected override async act(message: OwnFromRateSearch, search: LearningRateSearch): Promise<void> {
    const { form, train } = this.parts;
    const { uri, config } = search;
    const { learningRate } = search.state.proposal ?? {};
    switch (message.type) {
      case 'searchAgain':
        await vscode.commands.executeCommand('rnnStudio.findLearningRate', uri, config);
        return;
      case 'useRate':
        if (learningRate !== undefined) await form.showLearningRate(uri, learningRate);
        return;
      case 'trainWithRate':
        if (learningRate !== undefined)
          await train(uri, applyChanges(config, { 'training.learningRate': learningRate }));
        return;
    }
    message.type satisfies never;
  }
}
