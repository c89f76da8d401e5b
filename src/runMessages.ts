import * as vscode from 'vscode';
import type { RunEventParams } from '../engine/protocol.ts';
import { Disposable } from './disposable.ts';
import type { EngineClient } from './engineClient.ts';
import type { Failures } from './failures.ts';
import type { Run } from './run.ts';
import type { RunPanels } from './runPanels.ts';
import type { RunRegistry } from './runRegistry.ts';
import { headlineText } from './runText.ts';

export interface MessageParts {
  readonly engine: EngineClient;
  readonly runs: RunRegistry;
  readonly panels: RunPanels;
  readonly failures: Failures;
  readonly log: vscode.LogOutputChannel;
}

/** Notifications about runs: a failure, an interruption, and an end that nobody sees. */
export class RunMessages extends Disposable {
  private readonly parts: MessageParts;

  constructor(parts: MessageParts) {
    super();
    this.parts = parts;
    const { engine, runs, failures } = parts;
    this.register(engine.onDidReceiveRunEvents((params) => void failures.guard(() => this.read(params))));
    this.register(
      engine.onDidEnd((death) => {
        if (death && runs.interrupted.length > 0) {
          failures.leave(death);
          this.tellInterrupted(runs.interrupted);
        }
      }),
    );
  }

  private async read({ id, events }: RunEventParams): Promise<void> {
    const { failures, log, panels, runs } = this.parts;
    for (const event of events) {
      if (event.event === 'log') log.info(`${id}: ${event.message}`);
      else if (event.event === 'error') {
        log.error(`${id}: ${event.message}`);
        await failures.tell(event.message, event.place);
      } else if (event.event === 'done') {
        log.info(`${id}: ${event.reason} after ${event.epochs} epochs, best validation loss ${event.best.validLoss}`);
        const run = runs.get(id);
        if (run && event.reason !== 'stopped' && !panels.isVisible(run)) await this.tellDone(run);
      }
    }
  }

  private async tellDone(run: Run): Promise<void> {
    await run.refresh();
    const metric = run.record && headlineText(run.record, { naive: vscode.l10n.t('naive') });
    const message = vscode.l10n.t('{0} has finished{1}', run.title, metric ? `: ${metric}` : '.');
    void vscode.window.showInformationMessage(message, vscode.l10n.t('Open Run')).then((choice) => {
      if (choice) this.parts.panels.show(run);
    });
  }

  private tellInterrupted(interrupted: readonly Run[]): void {
    const titles = interrupted.map((run) => run.title).join(', ');
    const message =
      interrupted.length === 1
        ? vscode.l10n.t('The engine stopped unexpectedly; the run {0} can be resumed.', titles)
        : vscode.l10n.t('The engine stopped unexpectedly; the runs {0} can be resumed.', titles);
    const resume = vscode.l10n.t('Resume');
    void vscode.window.showErrorMessage(message, resume, vscode.l10n.t('Show Log')).then(async (choice) => {
      if (choice === resume) {
        for (const run of interrupted) await vscode.commands.executeCommand('rnnStudio.resume', run);
      } else if (choice) this.parts.log.show();
    });
  }
}
