import * as vscode from 'vscode';
import * as protocol from '../../engine/protocol.ts';
import type { ExplainState } from '../../webview/protocol.ts';
import type { EngineClient } from '../client/engineClient.ts';
import { messageOf } from '../client/engineError.ts';
import { Disposable } from '../disposable.ts';
import { whileWorking } from '../whileWorking.ts';

/** Measures what the best model of a run rests on, with all that the engine has told of it. */
export class ExplainJob extends Disposable {
  private readonly engine: EngineClient;
  private readonly folder: string;
  private readonly title: string;
  private readonly cancellation = this.register(new vscode.CancellationTokenSource());
  private readonly change = this.register(new vscode.EventEmitter<void>());
  readonly onDidChange = this.change.event;
  private current: ExplainState = { state: 'running' };

  constructor(engine: EngineClient, folder: string, title: string) {
    super();
    this.engine = engine;
    this.folder = folder;
    this.title = title;
  }

  get state(): ExplainState {
    return this.current;
  }

  /** Resolves when it has ended in any way; a failure is part of the state: the page shows it where it was asked for. */
  async run(): Promise<void> {
    try {
      const title = vscode.l10n.t('RNN: what {0} rests on', this.title);
      const explanation = await whileWorking(this.engine, title, (token, cancel) => {
        cancel.onCancellationRequested(() => this.stop());
        const listener = this.engine.onDidProgress(({ token: whose, ...stage }) => {
          if (whose === token) this.update({ state: 'running', stage });
        });
        const params = { model: this.folder, token };
        return this.engine.request(protocol.explain, params, this.cancellation.token).finally(() => {
          listener.dispose();
        });
      });
      this.update({ state: 'finished', explanation });
    } catch (error) {
      const isStopped = error instanceof vscode.CancellationError;
      this.update(isStopped ? { state: 'stopped' } : { state: 'failed', error: messageOf(error) });
    }
  }

  stop(): void {
    this.cancellation.cancel();
  }

  override dispose(): void {
    this.stop();
    super.dispose();
  }

  private update(state: ExplainState): void {
    if (this.isDisposed) return;
    this.current = state;
    this.change.fire();
  }
}
