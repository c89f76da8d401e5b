import * as vscode from 'vscode';
import type { Config } from '../../engine/config.ts';
import * as protocol from '../../engine/protocol.ts';
import { withFileLabel } from '../dataFiles.ts';
import type { EngineClient } from '../client/engineClient.ts';
import { messageOf } from '../client/engineError.ts';

/** Quiet time after a change in the form before the engine is asked, in milliseconds. */
const debounce = 150;

/** The file chosen in the training form with what the engine says of it and of the person's settings. */
export class FormFile implements vscode.Disposable {
  readonly uri: vscode.Uri;
  inspection: protocol.Inspection | undefined;
  proposal: protocol.Proposal | undefined;
  error: string | undefined;
  isBusy = false;
  private readonly engine: EngineClient;
  private readonly onDidChange: () => void;
  private current: Config;
  private timer: NodeJS.Timeout | undefined;
  private question: vscode.CancellationTokenSource | undefined;

  constructor(engine: EngineClient, uri: vscode.Uri, config: Config, onDidChange: () => void) {
    this.engine = engine;
    this.uri = uri;
    this.current = config;
    this.onDidChange = onDidChange;
  }

  get config(): Config {
    return this.current;
  }

  set config(config: Config) {
    this.current = config;
    this.isBusy = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(), debounce);
    this.onDidChange();
  }

  /** Reads the file and proposes a run; ends without error in any case. */
  async ask(): Promise<void> {
    this.question?.cancel();
    const question = (this.question = new vscode.CancellationTokenSource());
    const isOutdated = (): boolean => question.token.isCancellationRequested;
    const params = { file: this.uri.fsPath, config: this.current };
    this.isBusy = true;
    this.onDidChange();
    try {
      const inspection = await this.engine.request(protocol.inspect, params, question.token);
      if (isOutdated()) return;
      this.inspection = inspection;
      this.error = undefined;
      this.onDidChange();
      const proposal = await this.engine.request(protocol.propose, params, question.token);
      if (isOutdated()) return;
      this.proposal = proposal;
    } catch (error) {
      if (isOutdated()) return;
      this.error = withFileLabel(messageOf(error), this.uri.fsPath);
    }
    this.isBusy = false;
    this.onDidChange();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.question?.cancel();
  }
}
