import * as vscode from 'vscode';
import type { Config } from '../../engine/config.ts';
import type { FormState, FromForm, ToForm } from '../../webview/protocol.ts';
import { applyChanges } from '../applyChanges.ts';
import { openConfig } from '../configDocument.ts';
import { activeFile, dataFilePattern, fileLabel, findDataFiles, isDataFile, requireOnDisk } from '../dataFiles.ts';
import { Disposable, DisposableValue } from '../disposable.ts';
import type { EngineClient } from '../client/engineClient.ts';
import type { Failures } from '../failures.ts';
import { FormFile } from './formFile.ts';
import type { Run } from '../runs/run.ts';
import type { RunRegistry } from '../runs/runRegistry.ts';
import { formView } from '../viewIds.ts';
import { webviewHtml, webviewOptions, webviewStrings } from './webviewHtml.ts';

/** Under which the form's settings are kept, per file. */
const memoryKey = (uri: vscode.Uri): string => `form:${uri.toString()}`;
/** At most ten updates a second reach the page. */
const sendEvery = 100;
/** Quiet time after a data file came or went before the folder is searched, in milliseconds. */
const listAfter = 500;

export interface FormParts {
  readonly engine: EngineClient;
  readonly runs: RunRegistry;
  readonly failures: Failures;
  readonly dist: vscode.Uri;
  readonly memory: vscode.Memento;
  readonly train: (uri: vscode.Uri, config: Config) => Promise<void>;
}

/** The training form in the sidebar. The page shows a state and holds none. */
export class TrainForm extends Disposable implements vscode.WebviewViewProvider {
  private readonly parts: FormParts;
  private view: vscode.WebviewView | undefined;
  /** The page listens. A hidden page is gone, and says so by its next `ready`. */
  private isReady = false;
  /** Path of the field that the page has still to bring into view. */
  private toReveal: string | undefined;
  private files: readonly vscode.Uri[] = [];
  private readonly file = this.register(new DisposableValue<FormFile>());
  private timer: NodeJS.Timeout | undefined;
  /** The file whose tab was in front last. */
  private followed: string | undefined;
  private listing: NodeJS.Timeout | undefined;

  constructor(parts: FormParts) {
    super();
    this.parts = parts;
    this.register(vscode.window.registerWebviewViewProvider(formView, this));
    this.register(parts.runs.onDidChange(() => this.sendSoon()));
    this.register(vscode.workspace.onDidGrantWorkspaceTrust(() => void this.file.value?.ask()));
    this.register(
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (this.view && uri.toString() === this.file.value?.uri.toString()) void this.file.value.ask();
      }),
    );
    // A large file has a tab but, for extensions, no editor.
    this.register(vscode.window.tabGroups.onDidChangeTabs(() => this.followEditor()));
    this.register(vscode.window.tabGroups.onDidChangeTabGroups(() => this.followEditor()));
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const { dist, failures } = this.parts;
    this.view = view;
    view.webview.options = webviewOptions(dist);
    view.webview.onDidReceiveMessage((message: FromForm) => failures.guard(() => this.receive(message)));
    view.onDidChangeVisibility(() => {
      if (!view.visible) this.isReady = false;
    });
    const watcher = vscode.workspace.createFileSystemWatcher(dataFilePattern, false, true, false);
    watcher.onDidCreate(() => this.listFilesSoon());
    watcher.onDidDelete(() => this.listFilesSoon());
    view.onDidDispose(() => {
      watcher.dispose();
      this.view = undefined;
      this.isReady = false;
    });
    view.webview.html = webviewHtml(view.webview, dist, 'form');
  }

  /** What a person has set for a file. */
  configOf(uri: vscode.Uri): Config {
    return this.parts.memory.get<Config>(memoryKey(uri), {});
  }

  /** Opens the form on a file, with `config` in place of what was set before. */
  async show(uri: vscode.Uri, config: Config): Promise<void> {
    requireOnDisk(uri);
    await this.parts.memory.update(memoryKey(uri), config);
    this.select(uri);
    await vscode.commands.executeCommand(`${formView}.focus`);
  }

  /** Opens the form on a file, with this rate among what was set before. */
  async showLearningRate(uri: vscode.Uri, learningRate: number): Promise<void> {
    this.toReveal = 'training.learningRate';
    await this.show(uri, applyChanges(this.configOf(uri), { 'training.learningRate': learningRate }));
    this.send();
  }

  override dispose(): void {
    clearTimeout(this.timer);
    clearTimeout(this.listing);
    super.dispose();
  }

  /** What is set for a file is remembered, so that following the editor loses nothing. */
  private followEditor(): void {
    const uri = activeFile();
    // Tabs change for other reasons too, as when a run opens beside a file that was chosen here.
    if (uri?.path === this.followed) return;
    this.followed = uri?.path;
    if (this.view?.visible && uri && isDataFile(uri) && uri.fsPath !== this.file.value?.uri.fsPath) this.select(uri);
  }

  private listFilesSoon(): void {
    clearTimeout(this.listing);
    this.listing = setTimeout(() => void this.listFiles(), listAfter);
  }

  /** Offers the data files there are, and looks at one unless one is chosen. */
  private async listFiles(): Promise<void> {
    this.files = await findDataFiles();
    const active = activeFile();
    this.followed = active?.path;
    const first = active && isDataFile(active) ? active : this.files[0];
    if (!this.file.value && first) this.select(first);
    this.send();
  }

  private select(uri: vscode.Uri): void {
    const { engine } = this.parts;
    this.file.value = new FormFile(engine, uri, this.configOf(uri), () => this.sendSoon());
    void this.file.value.ask();
  }

  private async change(config: Config): Promise<void> {
    const file = this.file.value;
    if (!file) return;
    file.config = config;
    await this.parts.memory.update(memoryKey(file.uri), config);
  }

  private async receive(message: FromForm): Promise<void> {
    const file = this.file.value;
    switch (message.type) {
      case 'ready':
        return this.hydrate();
      case 'selectFile':
        this.select(vscode.Uri.file(message.file));
        return;
      case 'browse':
        return this.browse();
      case 'change':
        return this.change(message.config);
      case 'reset':
        return this.change({});
      case 'openAsJson':
        if (file) await openConfig(file.uri, file.proposal?.config ?? file.config);
        return;
      case 'findLearningRate':
        await vscode.commands.executeCommand('rnnStudio.findLearningRate', file?.uri, file?.config);
        return;
      case 'backtest':
        if (file) await vscode.commands.executeCommand('rnnStudio.backtestForecast', file.uri, { config: file.config });
        return;
      case 'tune':
        if (file) await vscode.commands.executeCommand('rnnStudio.tuneNetwork', file.uri, { config: file.config });
        return;
      case 'train':
        if (file) await this.parts.train(file.uri, file.config);
        return;
      case 'pause':
      case 'continue':
      case 'stop':
      case 'resume':
      case 'openRun':
        await vscode.commands.executeCommand(`rnnStudio.${message.type}`, this.shownRun);
        return;
    }
    message satisfies never;
  }

  private async hydrate(): Promise<void> {
    this.isReady = true;
    this.send();
    await this.listFiles();
  }

  private async browse(): Promise<void> {
    const [uri] = (await vscode.window.showOpenDialog({ canSelectMany: false })) ?? [];
    if (!uri) return;
    requireOnDisk(uri);
    this.select(uri);
  }

  /** Of the chosen file the run that trains, else the newest one where that has not come to its end. */
  private get shownRun(): Run | undefined {
    const file = this.file.value?.uri.fsPath;
    if (file === undefined) return undefined;
    const runs = this.parts.runs.runsOf(file);
    const [newest] = runs;
    const isCutOff = newest && ['starting', 'failed', 'interrupted'].includes(newest.state);
    return runs.find((run) => run.isLive) ?? (isCutOff ? newest : undefined);
  }

  private sendSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.send();
    }, sendEvery);
  }

  private send(): void {
    if (!this.view?.visible) return;
    const post = (message: ToForm): void => void this.view?.webview.postMessage(message);
    post({ type: 'state', strings: webviewStrings(), state: this.state() });
    if (!this.isReady || this.toReveal === undefined) return;
    post({ type: 'reveal', path: this.toReveal });
    this.toReveal = undefined;
  }

  private state(): FormState {
    const file = this.file.value;
    const run = this.shownRun;
    const uris =
      file && !this.files.some(({ path }) => path === file.uri.path) ? [file.uri, ...this.files] : this.files;
    return {
      files: uris.map(({ fsPath }) => ({ file: fsPath, label: fileLabel(fsPath) })),
      tasks: this.parts.runs.tasks.tasks,
      config: file?.config ?? {},
      isBusy: file?.isBusy ?? false,
      ...(file && { file: file.uri.fsPath }),
      ...(file?.inspection && { inspection: file.inspection }),
      ...(file?.proposal && { proposal: file.proposal }),
      ...(file?.error !== undefined && { error: file.error }),
      ...(run && { run: formRun(run) }),
    };
  }
}

const formRun = ({ id, title, state, progress }: Run): FormState['run'] => {
  const { epoch, epochs, trainLoss, validLoss, eta } = progress;
  const loss = validLoss ?? trainLoss;
  return { id, title, state, epoch, epochs, ...(loss !== undefined && { loss }), ...(eta !== undefined && { eta }) };
};
