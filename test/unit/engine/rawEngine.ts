import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Message, ResponseMessage } from 'vscode-jsonrpc';
import { StreamMessageReader } from 'vscode-jsonrpc/node';
import { frameOf } from '../../bench/survival/mutations/mutateFrames.ts';
import { engineMain } from './engineMain.ts';

/** The engine as a real child process, spoken to byte by byte and heard through the library's own reader. */
export class RawEngine {
  readonly child: ChildProcessWithoutNullStreams;
  /** All that it has said. */
  readonly messages: Message[] = [];
  readonly exited: Promise<number | null>;
  log = '';
  private waiting: (() => void)[] = [];

  /** `cwd`: where paths begin that are not absolute. */
  constructor(cwd = process.cwd()) {
    this.child = spawn(process.execPath, [engineMain], { cwd });
    new StreamMessageReader(this.child.stdout).listen((message) => {
      this.messages.push(message);
      this.wake();
    });
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => (this.log += text));
    // What is sent to an engine that has ended is lost.
    this.child.stdin.on('error', () => undefined);
    this.exited = once(this.child, 'close').then(([code]) => {
      this.wake();
      return code as number | null;
    });
  }

  send(...bytes: readonly (string | Uint8Array)[]): void {
    for (const piece of bytes) this.child.stdin.write(piece);
  }

  request(id: number | string, method: string, params?: unknown): void {
    this.send(frameOf(JSON.stringify({ jsonrpc: '2.0', id, method, params })));
  }

  /** The reply to a request, once it is there; undefined when the engine has ended without. */
  async reply(id: number | string | null): Promise<ResponseMessage | undefined> {
    const find = (): ResponseMessage | undefined =>
      this.messages.find((message): message is ResponseMessage => 'id' in message && message.id === id);
    await this.until(() => find() !== undefined);
    return find();
  }

  /** Resolves when it is so, or the engine has ended. */
  async until(isReached: () => boolean): Promise<void> {
    while (!isReached() && this.child.exitCode === null && this.child.signalCode === null) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}
