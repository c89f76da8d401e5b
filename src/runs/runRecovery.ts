import * as vscode from 'vscode';
import { Disposable } from '../disposable.ts';
import type { EngineClient } from '../client/engineClient.ts';
import { EngineDeath, EngineError, messageOf } from '../client/engineError.ts';
import type { Failures } from '../failures.ts';
import type { Run } from './run.ts';
import { resumeAction } from './runMessages.ts';
import type { InterruptedRun, RunRegistry } from './runRegistry.ts';
import type { Training } from '../training.ts';

export interface RecoveryParts {
  readonly engine: EngineClient;
  readonly runs: RunRegistry;
  readonly training: Training;
  readonly failures: Failures;
  readonly log: vscode.LogOutputChannel;
}

/** Has runs go on by themselves that ended though nobody wished it. Those that cannot are told in one notification. */
export class RunRecovery extends Disposable {
  private readonly parts: RecoveryParts;

  constructor(parts: RecoveryParts) {
    super();
    this.parts = parts;
    const { engine, runs, failures } = parts;
    this.register(
      engine.onDidEnd((death) => {
        const { interrupted } = runs;
        if (!death || interrupted.length === 0) return;
        failures.leave(death);
        void failures.guard(() => this.recover(interrupted, `the engine ended unexpectedly (${death.reason ?? '?'})`));
      }),
    );
  }

  /**
   * Resolves when every run trains or has been told of.
   * @param cause what ended them where that was a failure, as part of a sentence
   */
  async recover(interrupted: readonly InterruptedRun[], cause?: string): Promise<void> {
    const { training, log } = this.parts;
    const outcomes = await Promise.allSettled(interrupted.map((one) => training.recover(one, cause)));
    const lost: { readonly run: Run; readonly error: unknown }[] = [];
    for (const [index, { run }] of interrupted.entries()) {
      const outcome = outcomes[index];
      if (outcome?.status === 'rejected') lost.push({ run, error: outcome.reason as unknown });
      else log.info(`${run.id}: went on by itself`);
    }
    const untold = lost.filter(({ error }) => !wasWished(error));
    if (untold.length > 0) await this.tell(untold);
  }

  private async tell(lost: readonly { readonly run: Run; readonly error: unknown }[]): Promise<void> {
    const { failures, log } = this.parts;
    for (const { run, error } of lost) log.error(`${run.id}: ${messageOf(error)}`);
    const [first, ...others] = lost;
    if (!first) return;
    const titles = lost.map(({ run }) => run.title).join(', ');
    const message =
      others.length === 0
        ? vscode.l10n.t('{0}: {1}', titles, messageOf(first.error))
        : vscode.l10n.t('The engine stopped unexpectedly; the runs {0} can be resumed.', titles);
    const place = others.length === 0 && first.error instanceof EngineError ? first.error.place : undefined;
    await failures.tell(message, place, [resumeAction(lost.map(({ run }) => run))]);
  }
}

const wasWished = (error: unknown): boolean => error instanceof EngineDeath && error.reason === undefined;
