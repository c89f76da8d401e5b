import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { MessageConnection, RequestParam, RequestType } from 'vscode-jsonrpc';
import {
  CancellationTokenSource,
  ErrorCodes,
  ResponseError,
  StreamMessageWriter,
  createMessageConnection,
} from 'vscode-jsonrpc/node';
import { startAwakeTimer } from '../awakeTimer.ts';
import { EngineFault, plainReason } from '../errors.ts';
import { FrameReader, largestReply } from '../frameReader.ts';
import { engineFlags, progress, requestCancelled } from '../protocol.ts';
import type { WorkLine } from './workLine.ts';

/** From source the engine is run from source, beside the bundle as a bundle. */
const engineMain = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../server/main.ts' : './engine.mjs', import.meta.url),
);

/** Milliseconds awake that the engine gets to save its runs and end. */
const patience = 20_000;
/** Characters of the engine's log kept, to find in them why it died. */
const logKept = 4000;

/** The engine's process is gone though nobody ended it. */
export class EngineDied extends EngineFault {
  /** @param log the end of what the engine wrote to standard error */
  constructor(how: string, log: string) {
    super(`the engine ended unexpectedly (${[how, ...lastWords(log)].join(': ')})`);
    this.name = 'EngineDied';
  }
}

/** Whether a request was answered by its being cancelled. */
export const isCancelledReply = (error: unknown): boolean =>
  error instanceof ResponseError && error.code === requestCancelled;

/** What the last error in a log says. */
const lastWords = (log: string): string[] => {
  const words = /^(?:Uncaught )?(?:\w*Error|FATAL ERROR)(?: \[\w+\])?: (.+)$/;
  const [, said] = log.split(/\r?\n/).reduce<RegExpExecArray | []>((last, line) => words.exec(line) ?? last, []);
  return said === undefined ? [] : [plainReason(said)];
};

/** The engine as a child process. Every request settles: with the reply, or with `EngineDied`. */
export class EngineProcess {
  readonly connection: MessageConnection;
  /** Rejects with `EngineDied` if the engine ends before `close` is called, and never resolves. */
  readonly died: Promise<never>;
  private readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  private readonly exited: Promise<unknown>;
  private readonly cancellation = new CancellationTokenSource();
  private readonly line: WorkLine | undefined;
  private isClosing = false;
  private log = '';

  /** `line` shows how far requests are. */
  constructor(options: { readonly isVerbose: boolean; readonly line?: WorkLine }) {
    this.line = options.line;
    // In a process group of its own: a Ctrl-C or `timeout` means us, and we end the engine in good order.
    const detached = process.platform !== 'win32';
    this.child = spawn(process.execPath, [...engineFlags, engineMain], { stdio: 'pipe', windowsHide: true, detached });
    const { stdin, stdout, stderr } = this.child;
    stderr.setEncoding('utf8');
    stderr.on('data', (text: string) => {
      if (options.isVerbose) process.stderr.write(text);
      this.log = `${this.log}${text}`.slice(-logKept);
    });
    // The pipe breaks when the engine dies; that is told by its exit.
    stdin.on('error', () => undefined);
    let fault: string | undefined;
    this.exited = once(this.child, 'close').catch(() => undefined);
    this.died = new Promise((_, reject) => {
      this.child.on('error', (error) => {
        reject(new EngineDied(error.message, ''));
      });
      this.child.on('close', (code, signal) => {
        this.connection.dispose();
        if (this.isClosing) return;
        reject(new EngineDied(fault ?? signal ?? `exit code ${code ?? 'unknown'}`, this.log));
      });
    });
    this.died.catch(() => undefined);
    const reader = new FrameReader(stdout, largestReply);
    // An engine that cannot be understood any more is of no use; what it trains goes on from its last checkpoint.
    reader.onError((error) => {
      fault = `what it said was no message: ${error.message}`;
      this.child.kill('SIGKILL');
    });
    this.connection = createMessageConnection(reader, new StreamMessageWriter(stdin));
    // What goes wrong with the pipe is told by the exit of the process.
    this.connection.onError(() => undefined);
    this.connection.onNotification(progress, (stage) => this.line?.show(stage));
    this.connection.listen();
  }

  async request<P, R, E>(type: RequestType<P, R, E>, params: RequestParam<P>): Promise<R> {
    const { token } = this.cancellation;
    const reply = this.connection.sendRequest(type, params, token).catch((error: unknown) => {
      const isReply = error instanceof ResponseError && error.code !== ErrorCodes.PendingResponseRejected;
      // Otherwise the connection is gone, and `died` will know why.
      if (isReply || this.isClosing) throw error;
      return this.died;
    });
    return Promise.race([reply, this.died]).finally(() => this.line?.hide());
  }

  /** Nobody wants the replies any more that are not here. */
  cancel(): void {
    this.cancellation.cancel();
  }

  /** Lets the engine save its runs and end. */
  async close(): Promise<void> {
    this.isClosing = true;
    this.connection.dispose();
    this.child.stdin.end();
    const stopTimer = startAwakeTimer(patience, () => {
      this.kill();
    });
    await this.exited;
    stopTimer();
  }

  kill(): void {
    this.isClosing = true;
    this.child.kill('SIGKILL');
  }
}
