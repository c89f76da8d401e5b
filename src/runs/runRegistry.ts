import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { TrainResult } from '../../engine/protocol.ts';
import { fileKey } from '../dataFiles.ts';
import { Disposable, DisposableValue } from '../disposable.ts';
import { EarlyReports } from './earlyReports.ts';
import type { EngineClient } from '../client/engineClient.ts';
import { findRun } from './findRun.ts';
import { Run } from './run.ts';
import { readRecord } from './readRun.ts';
import { isTrainedElsewhere, isTraining } from './runState.ts';
import type { TaskCatalogue } from '../client/taskCatalogue.ts';

/** How often a run that another process trains is looked after, in milliseconds. */
const lookEvery = 3000;

export interface InterruptedRun {
  readonly run: Run;
  readonly wasPaused: boolean;
}

/** Every run of the workspace folders and of the extension's own storage. The folders are the truth. */
export class RunRegistry extends Disposable {
  private readonly change = this.register(new vscode.EventEmitter<Run | undefined>());
  /** A run changed in what lists show of it, or (undefined) which runs there are. */
  readonly onDidChange = this.change.event;
  readonly tasks: TaskCatalogue;
  private interruptedRuns: readonly InterruptedRun[] = [];

  private readonly byFolder = new Map<string, Run>();
  private readonly watchers = this.register(new DisposableValue<vscode.Disposable>());
  private readonly storage: vscode.Uri;
  private loading: Promise<void> | undefined;
  private looking: NodeJS.Timeout | undefined;
  private readonly early = new EarlyReports();

  constructor(engine: EngineClient, tasks: TaskCatalogue, storage: vscode.Uri) {
    super();
    this.tasks = tasks;
    this.storage = storage;
    this.register(
      engine.onDidReceiveRunEvents((params) => {
        const run = this.get(params.id);
        if (run?.isLive) run.accept(params.events);
        else this.early.addEvents(params.id, params.events);
      }),
    );
    this.register(
      engine.onDidChangeRunStatus(({ id, status }) => {
        const run = this.get(id);
        if (run?.isLive) run.setLive(status);
        else this.early.setStatus(id, status);
      }),
    );
    this.register(engine.onDidEnd(() => this.letGoOfLiveRuns()));
    this.register(
      tasks.onDidChange(() => {
        for (const run of this.byFolder.values()) run.redescribe();
        this.change.fire(undefined);
      }),
    );
    // Folders are deleted in other windows.
    this.register(vscode.window.onDidChangeWindowState(({ focused }) => focused && void this.forgetDeleted()));
    this.register(vscode.workspace.onDidChangeWorkspaceFolders(() => this.loading && void this.reload()));
  }

  /** Newest first. */
  get runs(): readonly Run[] {
    return [...this.byFolder.values()].sort((a, b) => created(b).localeCompare(created(a)));
  }

  get(id: string): Run | undefined {
    return findRun([...this.byFolder.values()], id);
  }

  /** Finds the runs, once; later changes are followed. */
  load(): Promise<void> {
    return (this.loading ??= this.reload());
  }

  /** Of one data file, newest first. */
  runsOf(file: string): readonly Run[] {
    const key = fileKey(file);
    return this.runs.filter(({ record }) => record && fileKey(record.file) === key);
  }

  /** The newest run of the file that has a model and is done with changing it. */
  modelFor(file: string): Run | undefined {
    return this.runsOf(file).find((run) => run.hasModel && !isTraining(run.state));
  }

  /** The same, once its folder has been looked for: what watches files may miss that a young folder is gone. */
  async presentModelFor(file: string): Promise<Run | undefined> {
    const run = this.modelFor(file);
    if (!run || (await isThere(run.folder))) return run;
    this.forget(run);
    return this.presentModelFor(file);
  }

  get liveRuns(): readonly Run[] {
    return this.runs.filter((run) => run.isLive);
  }

  /** Runs that this window's engine trained when it ended last. */
  get interrupted(): readonly InterruptedRun[] {
    return this.interruptedRuns;
  }

  /** A run that the engine has just begun or resumed. */
  async follow({ id, folder }: TrainResult): Promise<Run> {
    const run = this.byFolder.get(folder) ?? this.add(new Run(folder, undefined, this.tasks));
    const { events, status } = this.early.take(id);
    const following = run.follow(status);
    if (events.length > 0) run.accept(events);
    await following;
    this.change.fire(undefined);
    return run;
  }

  /** The run's folder is gone. */
  forget(run: Run): void {
    if (!this.byFolder.delete(run.folder)) return;
    run.markDeleted();
    run.dispose();
    this.change.fire(undefined);
  }

  override dispose(): void {
    clearInterval(this.looking);
    for (const run of this.byFolder.values()) run.dispose();
    super.dispose();
  }

  private add(run: Run): Run {
    this.byFolder.set(run.folder, run);
    run.onDidChange(({ type }) => {
      if (type !== 'plot') this.change.fire(run);
    });
    return run;
  }

  async reload(): Promise<void> {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    const places = [
      ...folders.map(({ uri }) => vscode.Uri.joinPath(uri, '.rnn-studio', 'runs')),
      vscode.Uri.joinPath(this.storage, 'runs'),
    ];
    this.watch(folders);
    const found = (await Promise.all(places.map(listFolders))).flat();
    for (const run of this.byFolder.values()) if (!found.includes(run.folder) && !run.isLive) this.forget(run);
    await Promise.all(found.map((folder) => this.read(folder)));
    this.change.fire(undefined);
    this.lookAfterOthers();
  }

  /** Runs whose folders are gone, whoever has deleted them. */
  private async forgetDeleted(): Promise<void> {
    const idle = [...this.byFolder.values()].filter(({ isLive }) => !isLive);
    const exist = await Promise.all(idle.map(({ folder }) => isThere(folder)));
    for (const [index, run] of idle.entries()) if (!exist[index]) this.forget(run);
  }

  private watch(folders: readonly vscode.WorkspaceFolder[]): void {
    const watchers = folders.map((folder) => {
      const pattern = new vscode.RelativePattern(folder, '.rnn-studio/runs/*/run.json');
      const watcher = vscode.workspace.createFileSystemWatcher(pattern);
      const read = async ({ fsPath }: vscode.Uri): Promise<void> => {
        await this.read(dirname(fsPath));
        this.lookAfterOthers();
      };
      watcher.onDidCreate(read);
      watcher.onDidChange(read);
      watcher.onDidDelete(async ({ fsPath }) => {
        const run = this.byFolder.get(dirname(fsPath));
        // The engine replaces the file by renaming over it, which some watchers tell as a deletion.
        if (run && !(await readRecord(run.folder))) this.forget(run);
      });
      return watcher;
    });
    // Of a folder that is deleted VS Code tells as one deletion, not of what was in it.
    const folderWatchers = folders.map((folder) => {
      const pattern = new vscode.RelativePattern(folder, '{.rnn-studio,.rnn-studio/runs,.rnn-studio/runs/*}');
      const watcher = vscode.workspace.createFileSystemWatcher(pattern, true, true, false);
      watcher.onDidDelete(() => this.forgetDeleted());
      return watcher;
    });
    this.watchers.value = vscode.Disposable.from(...watchers, ...folderWatchers);
  }

  private async read(folder: string): Promise<void> {
    const known = this.byFolder.get(folder);
    if (known) return known.refresh();
    const record = await readRecord(folder);
    if (!record || this.byFolder.has(folder)) return;
    this.add(new Run(folder, record, this.tasks));
    this.change.fire(undefined);
  }

  private letGoOfLiveRuns(): void {
    this.interruptedRuns = this.liveRuns.map((run) => ({ run, wasPaused: run.state === 'paused' }));
    for (const { run } of this.interruptedRuns) run.setLive(undefined);
    this.early.clear();
    this.lookAfterOthers();
  }

  /** While another process trains a run, its end is noticed by looking: nobody tells of a killed process. */
  private lookAfterOthers(): void {
    this.looking ??= setInterval(() => {
      const others = this.runs.filter(
        ({ folder, record, isLive }) => record && !isLive && isTrainedElsewhere(folder, record),
      );
      for (const run of this.runs) run.updateState();
      if (others.length > 0) return;
      clearInterval(this.looking);
      this.looking = undefined;
    }, lookEvery);
  }
}

const created = (run: Run): string => run.record?.created ?? '';

const isThere = async (folder: string): Promise<boolean> => {
  try {
    await access(folder);
    return true;
  } catch {
    return false;
  }
};

const listFolders = async (place: vscode.Uri): Promise<string[]> => {
  try {
    const entries = await vscode.workspace.fs.readDirectory(place);
    return entries.flatMap(([name, type]) => (type & vscode.FileType.Directory ? [join(place.fsPath, name)] : []));
  } catch {
    // No run has been made there yet.
    return [];
  }
};
