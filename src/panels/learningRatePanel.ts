import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Config } from '../../engine/config.ts';
import type { FromRateSearch, ToRateSearch } from '../../webview/protocol.ts';
import { columnBesideFile } from '../dataFiles.ts';
import { Disposable, DisposableValue } from '../disposable.ts';
import type { EngineClient } from '../client/engineClient.ts';
import { type Failures, openPlace } from '../failures.ts';
import { LearningRateSearch } from './learningRateSearch.ts';
import type { TrainForm } from './trainForm.ts';
import { webviewHtml, webviewOptions, webviewStrings } from './webviewHtml.ts';

const viewType = 'rnnStudio.learningRate';

interface LearningRateParts {
  readonly engine: EngineClient;
  readonly failures: Failures;
  readonly dist: vscode.Uri;
  readonly form: TrainForm;
  readonly train: (uri: vscode.Uri, config: Config) => Promise<void>;
}

/**
 * Shows the latest search for a learning rate of one file in the editor area. It has no serializer: after a window
 * reload VS Code leaves it out, since a search is over in moments and leaves nothing behind.
 */
export class LearningRatePanel extends Disposable {
  private readonly parts: LearningRateParts;
  private readonly panel: vscode.WebviewPanel;
  readonly onDidDispose: vscode.Event<void>;
  /** The page listens. A hidden page is gone, and says so by its next `ready`. */
  private isReady = false;
  private readonly search = this.register(new DisposableValue<LearningRateSearch>());

  constructor(parts: LearningRateParts, uri: vscode.Uri) {
    super();
    this.parts = parts;
    const title = vscode.l10n.t('Learning rate: {0}', basename(uri.fsPath));
    const panel = vscode.window.createWebviewPanel(viewType, title, columnBesideFile(), webviewOptions(parts.dist));
    this.panel = this.register(panel);
    this.onDidDispose = panel.onDidDispose;
    this.register(
      panel.webview.onDidReceiveMessage((message: FromRateSearch) => parts.failures.guard(() => this.receive(message))),
    );
    this.register(
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.isReady = false;
      }),
    );
    panel.webview.html = webviewHtml(panel.webview, parts.dist, 'learningRate');
  }

  /** Searches in place of the search before, and resolves with the proposed rate, if one comes of it. */
  async find(uri: vscode.Uri, config: Config): Promise<number | undefined> {
    this.panel.reveal();
    const search = new LearningRateSearch(this.parts.engine, uri, config);
    this.search.value = search;
    search.onDidChange(() => void this.send());
    await this.send();
    await search.run();
    return search.state.proposal?.learningRate;
  }

  private async send(): Promise<void> {
    const search = this.search.value;
    if (!this.isReady || !search || this.isDisposed) return;
    const message: ToRateSearch = { type: 'state', strings: webviewStrings(), state: search.state };
    await this.panel.webview.postMessage(message);
  }

  private async receive(message: FromRateSearch): Promise<void> {
    const { form, train } = this.parts;
    const search = this.search.value;
    if (!search) return;
    const { uri, config } = search;
    const { proposal, error } = search.state;
    switch (message.type) {
      case 'ready':
        this.isReady = true;
        return this.send();
      case 'stop':
        search.stop();
        return;
      case 'searchAgain':
        await vscode.commands.executeCommand('rnnStudio.findLearningRate', uri, config);
        return;
      case 'useRate':
        if (proposal) await form.showLearningRate(uri, proposal.learningRate);
        return;
      case 'trainWithRate':
        if (proposal) {
          await train(uri, { ...config, training: { ...config.training, learningRate: proposal.learningRate } });
        }
        return;
      case 'openFile':
        return openPlace(error?.place ?? { file: uri.fsPath });
      case 'showLog':
        await vscode.commands.executeCommand('rnnStudio.showLog');
        return;
    }
    message satisfies never;
  }
}
