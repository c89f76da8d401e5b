import * as vscode from 'vscode';
import type { TaskDescription } from '../../engine/protocol.ts';
import { Disposable } from '../disposable.ts';
import type { EngineClient } from './engineClient.ts';

const memoryKey = 'tasks';

/** Descriptions are those of one version of the extension. */
interface Kept {
  readonly version: string;
  readonly tasks: readonly TaskDescription[];
}

/** What can be learned, as the engine last told: lists, menus and lenses know it before an engine is started again. */
export class TaskCatalogue extends Disposable {
  private readonly change = this.register(new vscode.EventEmitter<void>());
  readonly onDidChange = this.change.event;
  private readonly engine: EngineClient;
  private readonly memory: vscode.Memento;
  private readonly version: string;
  private known: readonly TaskDescription[];
  private asking: Promise<unknown> | undefined;

  constructor(engine: EngineClient, memory: vscode.Memento, version: string) {
    super();
    this.engine = engine;
    this.memory = memory;
    this.version = version;
    const kept = memory.get<Kept>(memoryKey);
    this.known = kept?.version === version ? kept.tasks : [];
    this.register(engine.onDidInitialize(({ tasks }) => this.accept(tasks)));
  }

  /** In the order in which they are offered; none before an engine of this version has told. */
  get tasks(): readonly TaskDescription[] {
    return this.known;
  }

  get isKnown(): boolean {
    return this.known.length > 0;
  }

  /** The task of a name of now or of an earlier version. */
  find(name: string): TaskDescription | undefined {
    return this.known.find((task) => task.name === name || task.formerName === name);
  }

  /** Asks the engine where nothing is known yet, once; ends without error in any case. */
  async load(): Promise<void> {
    if (this.isKnown || !vscode.workspace.isTrusted) return;
    // Whoever needs the engine for more than its descriptions is told why it does not start.
    this.asking ??= this.engine.initialize().catch(() => undefined);
    await this.asking;
  }

  private accept(tasks: readonly TaskDescription[]): void {
    if (JSON.stringify(tasks) === JSON.stringify(this.known)) return;
    this.known = tasks;
    void this.memory.update(memoryKey, { version: this.version, tasks } satisfies Kept);
    this.change.fire();
  }
}
