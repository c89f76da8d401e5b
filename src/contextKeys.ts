import * as vscode from 'vscode';
import { Disposable } from './disposable.ts';
import type { Run } from './runs/run.ts';
import type { RunRegistry } from './runs/runRegistry.ts';
import { canResume } from './runs/runState.ts';
import { type ContextKey, capabilityWords } from './whenWords.ts';

/** Tells VS Code which commands can run now; the `when` clauses of package.json name these keys. */
export class ContextKeys extends Disposable {
  private readonly known = new Map<ContextKey, boolean>();

  constructor(runs: RunRegistry) {
    super();
    this.register(
      runs.onDidChange(() => {
        const all = runs.runs;
        const has = (name: ContextKey, isSo: (run: Run) => boolean): void => this.set(name, all.some(isSo));
        this.set('isLoaded', true);
        this.set('knowsTasks', runs.tasks.isKnown);
        has('hasRuns', () => true);
        has('hasRunning', (run) => run.isLive && run.state === 'running');
        has('hasPaused', (run) => run.isLive && run.state === 'paused');
        has('hasResumable', (run) => canResume(run.state));
        for (const capability of ['generate', 'nextRows'] as const) {
          has(capabilityWords[capability], (run) => run.can(capability));
        }
      }),
    );
  }

  private set(name: ContextKey, value: boolean): void {
    if (this.known.get(name) === value) return;
    this.known.set(name, value);
    void vscode.commands.executeCommand('setContext', `rnnStudio.${name}`, value);
  }
}
