import * as vscode from 'vscode';
import type { JobState } from '../../webview/protocol.ts';
import { Disposable } from '../disposable.ts';
import { failureInFile } from './failureInFile.ts';

/** Long work of the engine on a file, with all that it has told of it, for a `JobPanel` to show. */
export abstract class FileJob<State extends JobState> extends Disposable {
  readonly uri: vscode.Uri;
  private readonly cancellation = this.register(new vscode.CancellationTokenSource());
  private readonly change = this.register(new vscode.EventEmitter<void>());
  readonly onDidChange = this.change.event;
  private current: State;

  constructor(uri: vscode.Uri, state: State) {
    super();
    this.uri = uri;
    this.current = state;
  }

  get state(): State {
    return this.current;
  }

  /** Resolves when it has ended in any way; a failure is part of the state. */
  async run(): Promise<void> {
    try {
      await this.work(this.cancellation.token);
    } catch (error) {
      this.update(error instanceof vscode.CancellationError ? { state: 'stopped' } : failureInFile(error));
    }
  }

  stop(): void {
    this.cancellation.cancel();
  }

  override dispose(): void {
    this.stop();
    super.dispose();
  }

  /** Does it, and updates the state. What it rejects with is told in the panel. */
  protected abstract work(cancel: vscode.CancellationToken): Promise<void>;

  protected update(patch: Partial<State> | Partial<JobState>): void {
    this.current = { ...this.current, ...patch };
    this.change.fire();
  }
}
