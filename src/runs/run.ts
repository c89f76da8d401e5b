import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Capability, Plot, RunEvent, RunRecord, RunStatus, TaskDescription } from '../../engine/protocol.ts';
import type { RunSnapshot, RunState, ToPanel } from '../../webview/protocol.ts';
import { Disposable } from '../disposable.ts';
import { readEvents, readPlot, readRecord } from './readRun.ts';
import { RunReports } from './runReports.ts';
import { type LiveState, stateOf } from './runState.ts';
import { type RunProgress, progressAfter, runTitle } from './runText.ts';
import type { TaskCatalogue } from '../client/taskCatalogue.ts';

/** What changed, as a view needs it; `rehydrate` means that nothing a view holds can be relied on. */
export type RunChange =
  | Extract<ToPanel, { type: 'events' | 'record' | 'state' | 'plot' }>
  | { readonly type: 'rehydrate' };

/** One training and its whole history: the run folder read when first asked for, then the engine's reports. */
export class Run extends Disposable {
  private readonly change = this.register(new vscode.EventEmitter<RunChange>());
  readonly onDidChange = this.change.event;

  readonly folder: string;
  private readonly tasks: TaskCatalogue;
  private currentRecord: RunRecord | undefined;
  private currentState: RunState;
  private currentProgress: RunProgress | undefined;
  private live: LiveState | undefined;
  private isDeleted = false;
  private history: RunReports | undefined;
  private loading: Promise<RunReports> | undefined;
  private plot: Plot | undefined;

  constructor(folder: string, record: RunRecord | undefined, tasks: TaskCatalogue) {
    super();
    this.folder = folder;
    this.tasks = tasks;
    this.currentRecord = record;
    this.currentState = stateOf(folder, record, undefined);
  }

  get id(): string {
    return this.currentRecord?.id ?? basename(this.folder);
  }

  get record(): RunRecord | undefined {
    return this.currentRecord;
  }

  get state(): RunState {
    return this.currentState;
  }

  /** Whether this window's engine trains it: only then can it be paused and stopped from here. */
  get isLive(): boolean {
    return this.live === 'running' || this.live === 'paused';
  }

  get title(): string {
    return this.currentRecord ? runTitle(this.currentRecord) : basename(this.folder);
  }

  get progress(): RunProgress {
    const record = this.currentRecord;
    return this.currentProgress ?? { epoch: record?.epoch ?? 0, epochs: record?.config.training.epochs ?? 0 };
  }

  /** What is known of its task; nothing of one that another version has, or that no engine has told of yet. */
  get task(): TaskDescription | undefined {
    return this.currentRecord && this.tasks.find(this.currentRecord.config.task);
  }

  /** Whether a best epoch is on disk. */
  get hasModel(): boolean {
    return this.currentRecord?.best !== undefined;
  }

  /** Whether this can be done with the run's model. */
  can(capability: Capability): boolean {
    return this.hasModel && this.task?.capabilities.includes(capability) === true;
  }

  async snapshot(): Promise<RunSnapshot> {
    const [{ events }] = await Promise.all([this.load(), this.tasks.load()]);
    const { id, title, state, record, plot, task } = this;
    return { id, title, state, events, ...(record && { record }), ...(task && { task }), ...(plot && { plot }) };
  }

  /** Takes over what the engine says of the run. The folder may be ahead of it, never behind by more than reports. */
  accept(events: readonly RunEvent[]): void {
    if (this.loading) {
      void this.loading.then(() => this.accept(events));
      return;
    }
    this.history?.add(events);
    for (const event of events) {
      if (event.event === 'step' || event.event === 'epoch') {
        this.currentProgress = progressAfter(this.progress, event);
      } else if (event.event === 'plot') void this.refreshPlot();
      else if (event.event === 'done' || event.event === 'error') void this.refresh();
    }
    this.change.fire({ type: 'events', events });
  }

  /** This window's engine trains it (again): what the folder holds now is where its reports go on. */
  async follow(status: RunStatus): Promise<void> {
    this.currentProgress = undefined;
    this.history = undefined;
    // From here on reports wait until what the folder holds is read.
    const loaded = this.load();
    this.setLive(status);
    await this.refresh();
    await loaded;
    this.change.fire({ type: 'rehydrate' });
  }

  /** `starting`: an engine is about to go on with it; `undefined`: this window's engine does not train it any more. */
  setLive(status: LiveState | undefined): void {
    this.live = status;
    this.updateState();
    if (!this.isLive) void this.letFolderDecide();
  }

  /** Reads `run.json` again, and the rest when another process has gone on with the run. */
  async refresh(): Promise<void> {
    const before = this.currentRecord;
    const record = await readRecord(this.folder);
    if (!record || this.isDisposed) return;
    this.currentRecord = record;
    this.updateState();
    this.change.fire({ type: 'record', record });
    if (this.live || !this.history || !before || before.updated === record.updated) return;
    this.history = undefined;
    this.currentProgress = undefined;
    this.change.fire({ type: 'rehydrate' });
  }

  /** Looks again whether the process that trained it is still there. */
  updateState(): void {
    const state = this.isDeleted ? 'deleted' : stateOf(this.folder, this.currentRecord, this.live);
    if (state === this.currentState) return;
    this.currentState = state;
    this.change.fire({ type: 'state', state });
  }

  /** Views show its task by what is known now. */
  redescribe(): void {
    this.change.fire({ type: 'rehydrate' });
  }

  markDeleted(): void {
    this.isDeleted = true;
    this.live = undefined;
    this.updateState();
  }

  private async letFolderDecide(): Promise<void> {
    await this.refresh();
    // On a full disk the record may still claim that the run trains.
    if (!this.isLive && this.currentRecord?.status === this.live) this.live = undefined;
    this.updateState();
  }

  private async load(): Promise<RunReports> {
    return this.history ?? (this.loading ??= this.read());
  }

  private async read(): Promise<RunReports> {
    const history = new RunReports();
    const [events, plot] = await Promise.all([
      readEvents(this.folder, this.currentRecord?.best?.epoch),
      readPlot(this.folder),
    ]);
    history.add(events);
    this.plot = plot;
    this.history = history;
    this.loading = undefined;
    return history;
  }

  private async refreshPlot(): Promise<void> {
    this.plot = await readPlot(this.folder);
    if (this.plot && !this.isDisposed) this.change.fire({ type: 'plot', plot: this.plot });
  }
}
