import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Stage } from '../engine/protocol.ts';
import type { EngineClient } from './client/engineClient.ts';

/** Work that takes longer gets a notification of its own, in milliseconds: it says how far it is, and can be cancelled there. */
const longWork = 2000;

/**
 * Asks the engine for something that may take long, with the token that names its progress, and shows that while it
 * lasts. Rejects with `vscode.CancellationError` where the person wants it no more.
 */
export const whileWorking = async <T>(
  engine: EngineClient,
  title: string,
  ask: (token: string, cancel: vscode.CancellationToken) => Promise<T>,
): Promise<T> => {
  const token = randomUUID();
  const source = new vscode.CancellationTokenSource();
  const stages = new vscode.EventEmitter<Stage>();
  const listener = engine.onDidProgress((told) => {
    if (told.token === token) stages.fire(told);
  });
  const work = ask(token, source.token);
  const ended = work.then(
    () => undefined,
    () => undefined,
  );
  void vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () => ended);
  const timer = setTimeout(() => {
    const long = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    void vscode.window.withProgress(long, (progress, cancel) => {
      cancel.onCancellationRequested(() => source.cancel());
      const teller = new StageTeller(progress);
      stages.event((stage) => teller.tell(stage));
      return ended;
    });
  }, longWork);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
    listener.dispose();
    stages.dispose();
  }
};

/** VS Code is told by how much work has grown. */
class StageTeller {
  private readonly progress: vscode.Progress<{ message?: string; increment?: number }>;
  private percent = 0;

  constructor(progress: vscode.Progress<{ message?: string; increment?: number }>) {
    this.progress = progress;
  }

  tell({ doing, share }: Stage): void {
    if (share === undefined) {
      this.progress.report({ message: doing });
      return;
    }
    const percent = Math.floor(100 * share);
    // A bar cannot go back where one thing is done after another: the words say what it is about.
    const increment = Math.max(0, percent - this.percent);
    this.percent += increment;
    this.progress.report({ message: vscode.l10n.t('{0}: {1} %', doing, percent), increment });
  }
}
