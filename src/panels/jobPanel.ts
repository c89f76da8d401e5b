import * as vscode from 'vscode';
import type { FromJob, JobState, Strings } from '../../webview/protocol.ts';
import { columnBesideFile } from '../dataFiles.ts';
import { Disposable, DisposableValue } from '../disposable.ts';
import { type Failures, openPlace } from '../failures.ts';
import type { FileJob } from './fileJob.ts';
import { type PageName, webviewHtml, webviewOptions, webviewStrings } from './webviewHtml.ts';

export interface JobPanelParts {
  readonly failures: Failures;
  readonly dist: vscode.Uri;
}

/** A page in the editor area: its script, and the title of its tab. */
interface JobPage {
  readonly name: PageName;
  readonly title: string;
}

/**
 * Shows the latest job of a kind on one file in the editor area. It has no serializer: after a window reload VS Code leaves
 * it out, since a job ends with its engine; what is worth keeping is on disk, or is saved from here.
 */
export abstract class JobPanel<
  Job extends FileJob<JobState>,
  Own extends { readonly type: string },
  Told = never,
> extends Disposable {
  private readonly panel: vscode.WebviewPanel;
  readonly onDidDispose: vscode.Event<void>;
  /** The page listens. A hidden page is gone, and says so by its next `ready`. */
  private isReady = false;
  private readonly job = this.register(new DisposableValue<Job>());

  constructor({ failures, dist }: JobPanelParts, { name, title }: JobPage) {
    super();
    const panel = vscode.window.createWebviewPanel(
      `rnnStudio.${name}`,
      title,
      columnBesideFile(),
      webviewOptions(dist),
    );
    this.panel = this.register(panel);
    this.onDidDispose = panel.onDidDispose;
    this.register(
      panel.webview.onDidReceiveMessage((message: FromJob | Own) => failures.guard(() => this.receive(message))),
    );
    this.register(
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.isReady = false;
      }),
    );
    panel.webview.html = webviewHtml(panel.webview, dist, name);
  }

  /** Runs a job in place of the one before, and resolves when it has ended in any way. */
  protected async show(job: Job): Promise<void> {
    this.panel.reveal();
    this.job.value = job;
    job.onDidChange(() => void this.sendState());
    await this.sendState();
    await job.run();
  }

  /** Does what only this kind of page asks for. */
  protected abstract act(message: Own, job: Job): Promise<void>;

  protected async send(message: StateMessage | Told): Promise<void> {
    if (this.isReady && !this.isDisposed) await this.panel.webview.postMessage(message);
  }

  private async sendState(): Promise<void> {
    const job = this.job.value;
    if (job) await this.send({ type: 'state', strings: webviewStrings(), state: job.state });
  }

  private async receive(message: FromJob | Own): Promise<void> {
    const job = this.job.value;
    if (!job) return;
    if (!isCommon(message)) return this.act(message, job);
    switch (message.type) {
      case 'ready':
        this.isReady = true;
        return this.sendState();
      case 'stop':
        job.stop();
        return;
      case 'openFile':
        return openPlace(job.state.error?.place ?? { file: job.uri.fsPath });
      case 'showLog':
        await vscode.commands.executeCommand('rnnStudio.showLog');
        return;
    }
    message satisfies never;
  }
}

interface StateMessage {
  readonly type: 'state';
  readonly strings: Strings;
  readonly state: JobState;
}

const common: Readonly<Record<FromJob['type'], true>> = { ready: true, stop: true, openFile: true, showLog: true };

const isCommon = (message: { readonly type: string }): message is FromJob => Object.hasOwn(common, message.type);
