import type { Readable } from 'node:stream';
import { AbstractMessageReader, type DataCallback, type Disposable } from 'vscode-jsonrpc';
import { MessageFault, parseMessage } from './parseMessage.ts';
import { shorten } from './words/shorten.ts';

/** Bytes of the largest message that the engine takes: as JSON of the worst kind it becomes 50 times as much memory. */
export const largestRequest = 16 * 2 ** 20;
/** Of the largest that it sends: ten thousand forecasts of some hundred columns. */
export const largestReply = 256 * 2 ** 20;

/** Bytes of the two lines before a message, and of whatever else a sender may think of. */
const longestHeader = 1024;
const beginning = 'content-';
const separator = '\r\n\r\n';

/**
 * Reads messages with the header `Content-Length: N`. The library's reader waits for ever after what is no header or
 * for a message as long as any header says; this one ends: it tells an error, then that it is closed, and is deaf for
 * good. Who listens has to end the other side, and may start anew.
 */
export class FrameReader extends AbstractMessageReader {
  private readonly stream: Readable;
  private readonly largest: number;
  private readonly refuse: ((fault: MessageFault) => void) | undefined;
  /** What has come and is not read. */
  private chunks: Buffer[] = [];
  private size = 0;
  /** Bytes of the message whose header has been read; undefined before a header. */
  private length: number | undefined;
  private isClosed = false;

  /**
   * `largest`: bytes of a message. `refuse`: is told of what is no message though its frame is whole, and can answer;
   * without it, such a message is the end too.
   */
  constructor(stream: Readable, largest: number, refuse?: (fault: MessageFault) => void) {
    super();
    this.stream = stream;
    this.largest = largest;
    this.refuse = refuse;
  }

  override listen(callback: DataCallback): Disposable {
    const onData = (chunk: Buffer): void => this.take(chunk, callback);
    this.stream.on('data', onData);
    this.stream.on('error', (error) => this.fail(error));
    this.stream.on('close', () => this.close());
    return { dispose: () => this.stream.off('data', onData) };
  }

  private take(chunk: Buffer, callback: DataCallback): void {
    // Whatever still comes is taken and dropped, so that the sender does not wait for room.
    if (this.isClosed) return;
    this.chunks.push(chunk);
    this.size += chunk.length;
    try {
      for (let body = this.takeBody(); body; body = this.takeBody()) this.deliver(body, callback);
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** The next message, once all of it is there. */
  private takeBody(): Buffer | undefined {
    this.length ??= this.takeHeader();
    if (this.length === undefined || this.size < this.length) return undefined;
    const { length } = this;
    this.length = undefined;
    return this.cut(length);
  }

  private takeHeader(): number | undefined {
    if (this.size === 0) return undefined;
    const all = this.join();
    const text = all.toString('latin1', 0, longestHeader);
    if (!beginning.startsWith(text.slice(0, beginning.length).toLowerCase())) {
      throw new Error(`${show(text)} is not the header of a message`);
    }
    const end = text.indexOf(separator);
    if (end < 0) {
      if (text.length === longestHeader) throw new Error(`${show(text)} is not the header of a message`);
      return undefined;
    }
    this.cut(end + separator.length);
    return readLength(text.slice(0, end), this.largest);
  }

  private deliver(body: Buffer, callback: DataCallback): void {
    let message;
    try {
      message = parseMessage(body);
    } catch (error) {
      if (!(error instanceof MessageFault) || !this.refuse) throw error;
      this.refuse(error);
      return;
    }
    callback(message);
  }

  /** Takes bytes off what has come. */
  private cut(bytes: number): Buffer {
    const all = this.join();
    const rest = all.subarray(bytes);
    this.chunks = rest.length > 0 ? [rest] : [];
    this.size = rest.length;
    return all.subarray(0, bytes);
  }

  private join(): Buffer {
    const [first] = this.chunks;
    const all = this.chunks.length === 1 && first ? first : Buffer.concat(this.chunks);
    this.chunks = [all];
    return all;
  }

  private fail(error: Error): void {
    if (this.isClosed) return;
    this.fireError(error);
    this.close();
  }

  private close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.chunks = [];
    this.fireClose();
  }
}

/** Of a header without its last line break. */
const readLength = (header: string, largest: number): number => {
  const lengths: string[] = [];
  for (const line of header.split('\r\n')) {
    const [, name = '', value = ''] = /^(content-length|content-type): *(.*)$/i.exec(line) ?? [];
    if (name === '') throw new Error(`${show(line)} is not a line of a message's header`);
    if (name.toLowerCase() === 'content-length') lengths.push(value);
  }
  const [length = ''] = lengths;
  if (lengths.length !== 1 || !/^\d{1,15}$/.test(length)) {
    throw new Error(`the header ${show(header)} does not say how long its message is`);
  }
  if (Number(length) > largest) throw new Error(`a message of ${length} bytes is longer than ${largest / 2 ** 20} MB`);
  return Number(length);
};

const show = (text: string): string => shorten(JSON.stringify(text));
