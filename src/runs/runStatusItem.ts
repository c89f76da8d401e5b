import * as vscode from 'vscode';
import { Disposable } from '../disposable.ts';
import type { RunRegistry } from './runRegistry.ts';
import { formatDuration, progressText } from './runText.ts';

/** `RNN 12/40 · 0.182` in the status bar while a run trains. */
export class RunStatusItem extends Disposable {
  private readonly runs: RunRegistry;
  private readonly item = this.register(
    vscode.window.createStatusBarItem('rnnStudio.run', vscode.StatusBarAlignment.Left, 0),
  );

  constructor(runs: RunRegistry) {
    super();
    this.runs = runs;
    this.item.name = vscode.l10n.t('RNN training');
    this.register(runs.onDidChange(() => this.update()));
  }

  private update(): void {
    const [run, ...others] = this.runs.liveRuns;
    if (!run) {
      this.item.hide();
      return;
    }
    const { progress, state } = run;
    const more = others.length > 0 ? ` +${others.length}` : '';
    this.item.text = `${state === 'paused' ? '$(debug-pause)' : '$(sync~spin)'} RNN ${progressText(progress)}${more}`;
    const left = progress.eta === undefined ? '' : ` · ${vscode.l10n.t('{0} left', formatDuration(progress.eta))}`;
    this.item.tooltip = `${run.title}${left}`;
    this.item.accessibilityInformation = {
      label: vscode.l10n.t('Training {0}, epoch {1} of {2}', run.title, progress.epoch, progress.epochs),
    };
    this.item.command = { title: vscode.l10n.t('Open Run'), command: 'rnnStudio.openRun', arguments: [run.id] };
    this.item.show();
  }
}
