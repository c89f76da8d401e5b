import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type * as vscode from 'vscode';
import { type MessageConnection, StreamMessageWriter, createMessageConnection } from 'vscode-jsonrpc/node';
import { startAwakeTimer } from '../../engine/awakeTimer.ts';
import { FrameReader, largestReply } from '../../engine/frameReader.ts';
import { engineFlags } from '../../engine/protocol.ts';
import { Disposable } from '../disposable.ts';

/** How long an engine that was told to end may save its runs, in milliseconds of this process awake. */
const graceBeforeKill = 4000;

/** One engine process and the connection to it. Never restarted: a new process is a new object. */
export class HostedEngine extends Disposable {
  readonly connection: MessageConnection;
  /** Resolves with why the process ended, in words for the log; never rejects. */
  readonly ended: Promise<string>;
  private readonly child: ChildProcessWithoutNullStreams;

  /** `codeFolder` is where Node may keep what it compiles of the script, so that the next engine starts sooner. */
  constructor(script: string, log: vscode.LogOutputChannel, codeFolder?: string) {
    super();
    // In VS Code's own process `execPath` is Electron, which this variable turns into Node.
    const kept = codeFolder !== undefined && { NODE_COMPILE_CACHE: codeFolder };
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1', ...kept };
    this.child = spawn(process.execPath, [...engineFlags, script], { env, stdio: 'pipe', windowsHide: true });
    log.info(`Engine started as process ${this.child.pid ?? '?'}: ${script}`);

    let fault: string | undefined;
    this.ended = new Promise((resolve) => {
      this.child.on('error', (error) => resolve(error.message));
      this.child.on('exit', (code, signal) =>
        resolve(fault ?? (signal ? `signal ${signal}` : `exit code ${code ?? '?'}`)),
      );
    });
    createInterface({ input: this.child.stderr }).on('line', (line) => log.info(line));

    const reader = new FrameReader(this.child.stdout, largestReply);
    // An engine that cannot be understood any more is of no use; what it trains goes on from its last checkpoint.
    reader.onError((error) => {
      fault = `what it said was no message: ${error.message}`;
      this.child.kill('SIGKILL');
    });
    this.connection = createMessageConnection(reader, new StreamMessageWriter(this.child.stdin), {
      error: (message) => log.error(message),
      warn: (message) => log.warn(message),
      info: (message) => log.info(message),
      log: (message) => log.debug(message),
    });
    this.connection.onError(([error]) => log.error(error));
  }

  /** Asks the process to save its runs and end, and kills it when it takes too long. */
  async end(): Promise<void> {
    this.dispose();
    const stopTimer = startAwakeTimer(graceBeforeKill, () => this.child.kill('SIGKILL'));
    await this.ended;
    stopTimer();
  }

  /** Closing its input is what makes the engine save and exit. */
  override dispose(): void {
    if (this.isDisposed) return;
    super.dispose();
    this.connection.dispose();
    this.child.stdin.end();
    // A process that nobody listens to would otherwise wait for ever for room in its pipe.
    this.child.stdout.resume();
  }
}
