import * as vscode from 'vscode';
import { Disposable } from './disposable.ts';
import type { Run } from './run.ts';
import type { RunRegistry } from './runRegistry.ts';
import { canResume } from './runState.ts';

/** Tells VS Code which commands can run now; the `when` clauses of package.json name these keys. */
export class ContextKeys extends Disposable {
  private readonly known = new Map<string, boolean>();

  constructor(runs: RunRegistry) {
    super();
    this.register(
      runs.onDidChange(() => {
        const all = runs.runs;
        const has = (name: string, isSo: (run: Run) => boolean): void => this.set(`has${name}`, all.some(isSo));
        this.set('isLoaded', true);
        has('Runs', () => true);
        has('Running', (run) => run.isLive && run.state === 'running');
        has('Paused', (run) => run.isLive && run.state === 'paused');
        has('Resumable', (run) => canResume(run.state));
        has('ForecastModel', (run) => run.modelTask === 'forecast');
        has('TextModel', (run) => run.modelTask === 'language-model');
      }),
    );
  }

  private set(name: string, value: boolean): void {
    if (this.known.get(name) === value) return;
    this.known.set(name, value);
    void vscode.commands.executeCommand('setContext', `rnnStudio.${name}`, value);
  }
}
