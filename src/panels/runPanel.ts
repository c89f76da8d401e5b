import * as vscode from 'vscode';
import * as protocol from '../../engine/protocol.ts';
import type { FromPanel, ToPanel } from '../../webview/protocol.ts';
import { curveOf } from './compareRuns.ts';
import { ExplainJob } from './explainJob.ts';
import { Disposable, DisposableValue } from '../disposable.ts';
import type { EngineClient } from '../client/engineClient.ts';
import { messageOf } from '../client/engineError.ts';
import type { Failures } from '../failures.ts';
import { generateText } from './generation.ts';
import { openLine } from './openLine.ts';
import type { Run, RunChange } from '../runs/run.ts';
import { RunExamination } from './runExamination.ts';
import { webviewHtml, webviewOptions, webviewStrings } from './webviewHtml.ts';

export interface PanelParts {
  readonly engine: EngineClient;
  readonly failures: Failures;
  readonly dist: vscode.Uri;
}

/** Shows one run in the editor area. Owns nothing of the run: the page is hydrated whenever it appears. */
export class RunPanel extends Disposable {
  private readonly parts: PanelParts;
  private readonly panel: vscode.WebviewPanel;
  private readonly run: Run;
  private readonly examination: RunExamination;
  /** The page listens. A hidden page is gone, and says so by its next `ready`. */
  private isReady = false;
  private compared: readonly Run[] = [];
  private readonly explaining = this.register(new DisposableValue<ExplainJob>());
  private readonly generations = new Map<string, vscode.CancellationTokenSource>();

  constructor(parts: PanelParts, panel: vscode.WebviewPanel, run: Run) {
    super();
    this.parts = parts;
    this.panel = this.register(panel);
    this.run = run;
    this.examination = this.register(new RunExamination(parts.engine, run, (message) => this.post(message)));
    panel.title = run.title;
    panel.webview.options = webviewOptions(parts.dist);
    this.register(
      panel.webview.onDidReceiveMessage((message: FromPanel) => parts.failures.guard(() => this.receive(message))),
    );
    this.register(
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.isReady = false;
      }),
    );
    this.register(run.onDidChange((change) => void this.relay(change)));
    panel.webview.html = webviewHtml(panel.webview, parts.dist, 'panel');
  }

  get isVisible(): boolean {
    return this.panel.visible;
  }

  get column(): vscode.ViewColumn | undefined {
    return this.panel.viewColumn;
  }

  /** Ids of the runs whose curves are laid over this one's. */
  get comparedIds(): readonly string[] {
    return this.compared.map(({ id }) => id);
  }

  compare(runs: readonly Run[]): void {
    this.compared = runs;
    if (this.isReady) void this.postCompared();
  }

  reveal(preserveFocus: boolean): void {
    this.panel.reveal(undefined, preserveFocus);
  }

  override dispose(): void {
    for (const generation of this.generations.values()) generation.cancel();
    super.dispose();
  }

  private async relay(change: RunChange): Promise<void> {
    this.panel.title = this.run.title;
    // What goes on training will rest on something else.
    if (this.run.state === 'running') this.explaining.value = undefined;
    if (!this.isReady) return;
    if (change.type === 'rehydrate') await this.hydrate();
    else await this.post(change);
  }

  private async hydrate(): Promise<void> {
    const run = await this.run.snapshot();
    this.isReady = true;
    await this.post({ type: 'hydrate', strings: webviewStrings(), run });
    await this.postCompared();
    await this.postExplained();
  }

  private async postExplained(): Promise<void> {
    if (this.isReady) await this.post({ type: 'explained', explained: this.explaining.value?.state });
  }

  private async postCompared(): Promise<void> {
    const runs = this.compared.filter(({ state }) => state !== 'deleted');
    await this.post({ type: 'compared', runs: await Promise.all(runs.map(curveOf)) });
  }

  private async post(message: ToPanel): Promise<void> {
    if (!this.isDisposed) await this.panel.webview.postMessage(message);
  }

  private async receive(message: FromPanel): Promise<void> {
    const { run } = this;
    switch (message.type) {
      case 'ready':
        return this.hydrate();
      case 'pause':
      case 'continue':
      case 'stop':
      case 'resume':
        await vscode.commands.executeCommand(`rnnStudio.${message.type}`, run);
        return;
      case 'predict':
        await vscode.commands.executeCommand('rnnStudio.predictWith', run);
        return;
      case 'compare':
        await vscode.commands.executeCommand('rnnStudio.compareRuns', run);
        return;
      case 'reveal':
        await vscode.commands.executeCommand('rnnStudio.revealRun', run);
        return;
      case 'showLog':
        await vscode.commands.executeCommand('rnnStudio.showLog');
        return;
      case 'openFile':
        await vscode.commands.executeCommand('rnnStudio.openDataFile', run);
        return;
      case 'openLine':
        return openLine(run, message, this.column);
      case 'trainAgain':
        await vscode.commands.executeCommand('rnnStudio.showTrainForm', run, message.config);
        return;
      case 'copy':
        await vscode.env.clipboard.writeText(message.text);
        return;
      case 'insertInEditor':
        return insertInEditor(message.text);
      case 'generate':
        return this.generate(message.params);
      case 'predictText':
        return this.predictText(message);
      case 'explain':
        return this.explain();
      case 'cancelExplain':
        this.explaining.value?.stop();
        return;
      case 'examine':
        return this.examination.send(message.isAnew);
      case 'fold':
        return this.examination.sendFold(message.series, message.fold);
      case 'errors':
        return this.examination.sendErrors(message.series);
      case 'plotSeries':
        return this.examination.sendPlot(message.series);
      case 'cancelGenerate':
        this.generations.get(message.token)?.cancel();
        return;
    }
    message satisfies never;
  }

  /** By the run's best model. */
  private async predictText({ token, text }: Extract<FromPanel, { type: 'predictText' }>): Promise<void> {
    const params = { model: this.run.folder, text };
    try {
      const prediction = await this.parts.engine.request(protocol.predictText, params);
      await this.post({ type: 'textPredicted', token, prediction });
    } catch (error) {
      // The page shows it where the text was typed.
      await this.post({ type: 'textPredicted', token, error: messageOf(error) });
    }
  }

  private async explain(): Promise<void> {
    const job = new ExplainJob(this.parts.engine, this.run.folder, this.run.title);
    this.explaining.value = job;
    job.onDidChange(() => void this.postExplained());
    await this.postExplained();
    await job.run();
  }

  private async generate({ token, ...params }: Extract<FromPanel, { type: 'generate' }>['params']): Promise<void> {
    const cancellation = new vscode.CancellationTokenSource();
    this.generations.set(token, cancellation);
    try {
      const onText = (text: string): void => void this.post({ type: 'generated', token, text });
      await generateText(this.parts.engine, { ...params, model: this.run.folder }, onText, cancellation.token);
      await this.post({ type: 'generateEnded', token });
    } catch (error) {
      // The page shows it where the text was asked for.
      const said = error instanceof vscode.CancellationError ? {} : { error: messageOf(error) };
      await this.post({ type: 'generateEnded', token, ...said });
    } finally {
      this.generations.delete(token);
      cancellation.dispose();
    }
  }
}

/** Into the editor beside the panel, else into a new one. */
const insertInEditor = async (text: string): Promise<void> => {
  const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.scheme !== 'output');
  if (editor) {
    const { selection } = editor;
    if (await editor.edit((edit) => edit.replace(selection, text))) return;
  }
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: text }));
};
