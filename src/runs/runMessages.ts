import * as vscode from 'vscode';
import type { RunEventParams } from '../../engine/protocol.ts';
import { Disposable } from '../disposable.ts';
import type { EngineClient } from '../client/engineClient.ts';
import type { Action, Failures } from '../failures.ts';
import { headlineWords } from './headlineWords.ts';
import type { Run } from './run.ts';
import type { RunPanels } from '../panels/runPanels.ts';
import type { RunRegistry } from './runRegistry.ts';
import { headlineText } from './runText.ts';

export interface MessageParts {
  readonly engine: EngineClient;
  readonly runs: RunRegistry;
  readonly panels: RunPanels;
  readonly failures: Failures;
  readonly log: vscode.LogOutputChannel;
}

/** Notifications about runs: a failure, and an end that nobody sees. */
export class RunMessages extends Disposable {
  private readonly parts: MessageParts;

  constructor(parts: MessageParts) {
    super();
    this.parts = parts;
    const { engine, failures } = parts;
    this.register(engine.onDidReceiveRunEvents((params) => void failures.guard(() => this.read(params))));
  }

  private async read({ id, events }: RunEventParams): Promise<void> {
    const { failures, log, panels, runs } = this.parts;
    for (const event of events) {
      if (event.event === 'log') log.info(`${id}: ${event.message}`);
      else if (event.event === 'config') for (const choice of event.choices) log.info(`${id}: ${choice}`);
      else if (event.event === 'error') {
        log.error(`${id}: ${event.message}`);
        const run = runs.get(id);
        await failures.tell(event.message, event.place, run ? [resumeAction([run])] : []);
      } else if (event.event === 'done') {
        log.info(
          `${id}: ${event.reason} after ${event.epochs} epochs, best validation loss ${event.best.validLoss ?? 'unknown'}`,
        );
        const run = runs.get(id);
        if (run && event.reason !== 'stopped' && !panels.isVisible(run)) await this.tellDone(run);
      }
    }
  }

  private async tellDone(run: Run): Promise<void> {
    await run.refresh();
    const metric = run.record && headlineText(run.record, run.task, headlineWords());
    const message = vscode.l10n.t('{0} has finished{1}', run.title, metric ? `: ${metric}` : '.');
    void vscode.window.showInformationMessage(message, vscode.l10n.t('Open Run')).then((choice) => {
      if (choice) this.parts.panels.show(run);
    });
  }
}

/** The button that has runs go on. */
export const resumeAction = (runs: readonly Run[]): Action => ({
  title: vscode.l10n.t('Resume'),
  act: async () => {
    for (const run of runs) await vscode.commands.executeCommand('rnnStudio.resume', run);
  },
});
