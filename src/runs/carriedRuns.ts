import * as vscode from 'vscode';
import { Disposable } from '../disposable.ts';
import type { Failures } from '../failures.ts';
import type { RunRecovery } from './runRecovery.ts';
import type { InterruptedRun, RunRegistry } from './runRegistry.ts';
import { isTraining } from './runState.ts';

const memoryKey = 'trainingRuns';
/** A window that comes back later than this was closed for good, in milliseconds since its runs were saved last. */
const longestReload = 5 * 60_000;
/** How long the engine of the window as it was may take to save its runs and end, in milliseconds. */
const longestEnd = 60_000;

export interface CarryParts {
  readonly runs: RunRegistry;
  readonly recovery: RunRecovery;
  readonly failures: Failures;
  readonly memory: vscode.Memento;
}

/**
 * Runs that train while the window is reloaded, or loses its extension host, go on by themselves when it is back.
 * To be disposed of before the engine is ended, so that it is remembered what that one trained.
 */
export class CarriedRuns extends Disposable {
  private readonly parts: CarryParts;
  /** Folders of runs that are still to go on. */
  private readonly waiting: Set<string>;
  private remembered: string;
  private isLoaded = false;
  private readonly began = Date.now();

  constructor(parts: CarryParts) {
    super();
    this.parts = parts;
    const { memory, runs, failures } = parts;
    const carried = memory.get<readonly string[]>(memoryKey, []);
    this.waiting = new Set(carried);
    this.remembered = carried.join('\n');
    this.register(runs.onDidChange(() => void failures.guard(() => this.goOn())));
    if (carried.length > 0 && vscode.workspace.isTrusted) void failures.guard(() => this.findRuns());
  }

  private async findRuns(): Promise<void> {
    await this.parts.runs.load();
    this.isLoaded = true;
    await this.goOn();
  }

  private async goOn(): Promise<void> {
    const interrupted = this.isLoaded ? this.takeInterrupted() : [];
    this.remember();
    if (interrupted.length > 0) await this.parts.recovery.recover(interrupted);
  }

  /** Runs that can go on now, which are then waited for no longer, nor are those that need not or cannot. */
  private takeInterrupted(): readonly InterruptedRun[] {
    const { runs } = this.parts.runs;
    const now = Date.now();
    const interrupted: InterruptedRun[] = [];
    for (const folder of this.waiting) {
      const run = runs.find((known) => known.folder === folder);
      const isEnding = run && isTraining(run.state) && !run.isLive && now - this.began < longestEnd;
      if (isEnding) continue;
      this.waiting.delete(folder);
      const isRecent = now - Date.parse(run?.record?.updated ?? '') < longestReload;
      if (run?.state === 'interrupted' && isRecent) interrupted.push({ run, wasPaused: false });
    }
    return interrupted;
  }

  private remember(): void {
    const running = this.parts.runs.liveRuns.filter(({ state }) => state === 'running').map(({ folder }) => folder);
    const folders = [...new Set([...running, ...this.waiting])];
    if (folders.join('\n') === this.remembered) return;
    this.remembered = folders.join('\n');
    void this.parts.memory.update(memoryKey, folders);
  }
}
