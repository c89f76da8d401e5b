import { PassThrough } from 'node:stream';
import type { Message, ResponseMessage } from 'vscode-jsonrpc';
import { StreamMessageReader } from 'vscode-jsonrpc/node';
import { openDoor } from '../../../../engine/server/door.ts';
import { serve } from '../../../../engine/server/server.ts';
import { frameOf } from './mutateFrames.ts';

/** The engine within this process, behind the door it has as a process of its own: another one costs nothing. */
export class InnerEngine {
  /** Why its door closed; undefined while it is open. */
  fault: Error | undefined;
  /** Resolves when it has ended and saved its runs. */
  readonly ended: Promise<void>;
  private readonly input = new PassThrough();
  private readonly replies = new Map<ResponseMessage['id'], ResponseMessage>();
  private hasEnded = false;
  private wake: () => void = () => undefined;

  constructor() {
    const output = new PassThrough();
    new StreamMessageReader(output).listen((message: Message) => {
      if ('id' in message) this.replies.set((message as ResponseMessage).id, message as ResponseMessage);
      this.wake();
    });
    const connection = openDoor(this.input, output, (error) => (this.fault = error));
    this.ended = serve(connection).then(() => {
      this.hasEnded = true;
      this.wake();
    });
  }

  send(bytes: Uint8Array): void {
    this.input.write(bytes);
  }

  /** The reply to a request sent now, after all that was sent before; undefined when it has ended instead. */
  async ask(id: string | number, method: string, params?: unknown): Promise<ResponseMessage | undefined> {
    this.send(frameOf(JSON.stringify({ jsonrpc: '2.0', id, method, params })));
    while (!this.replies.has(id) && !this.hasEnded) await new Promise<void>((resolve) => (this.wake = resolve));
    const reply = this.replies.get(id);
    this.replies.clear();
    return reply;
  }

  /** As a client that goes away. */
  async end(): Promise<void> {
    this.input.end();
    await this.ended;
  }
}
