import * as vscode from 'vscode';
import { CancellationToken, type MessageConnection, type RequestParam, type RequestType } from 'vscode-jsonrpc';
import * as protocol from '../../engine/protocol.ts';
import { Disposable } from '../disposable.ts';
import { EngineDeath, isCancelledReply, toEngineError } from './engineError.ts';
import { HostedEngine } from './hostedEngine.ts';

/** Starts the engine on first use, and again on the next use after it ended. Every request settles. */
export class EngineClient extends Disposable {
  private readonly runEvents = this.register(new vscode.EventEmitter<protocol.RunEventParams>());
  readonly onDidReceiveRunEvents = this.runEvents.event;
  private readonly runStatus = this.register(new vscode.EventEmitter<protocol.RunStatusParams>());
  readonly onDidChangeRunStatus = this.runStatus.event;
  private readonly generated = this.register(new vscode.EventEmitter<protocol.GeneratedParams>());
  readonly onDidGenerate = this.generated.event;
  private readonly ratePoints = this.register(new vscode.EventEmitter<protocol.LearningRatePointsParams>());
  readonly onDidReceiveLearningRatePoints = this.ratePoints.event;
  private readonly progress = this.register(new vscode.EventEmitter<protocol.ProgressParams>());
  readonly onDidProgress = this.progress.event;
  private readonly searchEvent = this.register(new vscode.EventEmitter<protocol.SearchEventParams>());
  readonly onDidReceiveSearchEvent = this.searchEvent.event;
  private readonly initialized = this.register(new vscode.EventEmitter<protocol.InitializeResult>());
  /** A process has started and says what it can do. */
  readonly onDidInitialize = this.initialized.event;
  private readonly death = this.register(new vscode.EventEmitter<EngineDeath | undefined>());
  /** The process is gone: by itself (a death) or because it was ended. Fires before pending requests reject. */
  readonly onDidEnd = this.death.event;

  private readonly script: string;
  private readonly log: vscode.LogOutputChannel;
  private readonly codeFolder: string;
  private process: HostedEngine | undefined;
  private readonly deaths = new WeakMap<HostedEngine, EngineDeath>();

  /** `codeFolder` as a `HostedEngine` takes it. */
  constructor(script: string, log: vscode.LogOutputChannel, codeFolder: string) {
    super();
    this.script = script;
    this.log = log;
    this.codeFolder = codeFolder;
  }

  /** Rejects with `EngineError`, `EngineDeath`, or `vscode.CancellationError`. */
  request<P, R>(
    type: RequestType<P, R, protocol.EngineErrorData>,
    params: P,
    cancel: CancellationToken = CancellationToken.None,
  ): Promise<R> {
    // The cast is about null only, and no parameters of the protocol are null.
    return this.ask((connection) => connection.sendRequest(type, params as RequestParam<P>, cancel), cancel);
  }

  /** What the engine says of itself; rejects like `request`. */
  initialize(): Promise<protocol.InitializeResult> {
    return this.ask((connection) => connection.sendRequest(protocol.initialize));
  }

  private async ask<R>(
    send: (connection: MessageConnection) => Promise<R>,
    cancel: CancellationToken = CancellationToken.None,
  ): Promise<R> {
    if (!vscode.workspace.isTrusted) {
      throw new Error(
        vscode.l10n.t(
          'RNN Studio starts no engine in Restricted Mode. Trust this workspace first (Manage Workspace Trust).',
        ),
      );
    }
    const process = (this.process ??= this.start());
    try {
      return await send(process.connection);
    } catch (error) {
      if (cancel.isCancellationRequested || isCancelledReply(error)) throw new vscode.CancellationError();
      const death = this.deaths.get(process);
      if (death) throw death;
      throw toEngineError(error);
    }
  }

  /** Ends the process; the next request starts another one. */
  async end(): Promise<void> {
    const process = this.process;
    if (!process) return;
    this.process = undefined;
    this.deaths.set(process, new EngineDeath(vscode.l10n.t('The engine was ended.')));
    this.death.fire(undefined);
    await process.end();
  }

  override dispose(): void {
    this.process?.dispose();
    super.dispose();
  }

  private start(): HostedEngine {
    const process = new HostedEngine(this.script, this.log, this.codeFolder);
    const { connection } = process;
    connection.onNotification(protocol.runEvents, (params) => this.runEvents.fire(params));
    connection.onNotification(protocol.runStatus, (params) => this.runStatus.fire(params));
    connection.onNotification(protocol.generated, (params) => this.generated.fire(params));
    connection.onNotification(protocol.learningRatePoints, (params) => this.ratePoints.fire(params));
    connection.onNotification(protocol.progress, (params) => this.progress.fire(params));
    connection.onNotification(protocol.searchEvents, (params) => this.searchEvent.fire(params));
    connection.listen();
    connection.sendRequest(protocol.initialize).then(
      (result) => {
        const { version, kernels, threads } = result;
        this.log.info(`Engine ${version}: ${kernels}, up to ${threads} threads`);
        this.initialized.fire(result);
      },
      (error: unknown) => this.log.error(String(error)),
    );
    void process.ended.then((reason) => {
      this.log.info(`Engine ended: ${reason}`);
      if (this.process !== process) return;
      this.process = undefined;
      const death = new EngineDeath(vscode.l10n.t('The engine stopped unexpectedly ({0}).', reason), reason);
      this.deaths.set(process, death);
      this.death.fire(death);
      process.dispose();
    });
    return process;
  }
}
