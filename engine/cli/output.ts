import { visible } from '../words/visible.ts';

/** Standard output for a command. A reader that goes away (`| head`) is no error: what follows is dropped. */
export class Output {
  private readonly stream: NodeJS.WriteStream;
  private readonly closeListeners: (() => void)[] = [];
  private isClosed = false;
  private writeError: Error | undefined;

  constructor(stream: NodeJS.WriteStream) {
    this.stream = stream;
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (this.isClosed) return;
      this.isClosed = true;
      if (error.code !== 'EPIPE') this.writeError = error;
      for (const listener of this.closeListeners) listener();
    });
  }

  /** Why nothing more could be written, as on a full disk; undefined when all went well or the reader went away. */
  get failure(): Error | undefined {
    return this.writeError;
  }

  /** Calls back when nothing that is written arrives any more. */
  onClose(listener: () => void): void {
    this.closeListeners.push(listener);
  }

  /** Whether a person watches, so that a line may be drawn over. */
  get isTerminal(): boolean {
    return this.stream.isTTY && process.env['TERM'] !== 'dumb';
  }

  /** Characters in a line of the terminal. */
  get columns(): number {
    return this.stream.isTTY ? this.stream.columns || 80 : 80;
  }

  write(text: string): void {
    if (!this.isClosed) this.stream.write(text);
  }

  line(text = ''): void {
    this.write(`${visible(text)}\n`);
  }

  json(value: unknown): void {
    this.write(`${JSON.stringify(value)}\n`);
  }

  /** Resolves when all that was written has been handed over. */
  drained(): Promise<void> {
    return new Promise((resolve) => {
      if (this.isClosed) resolve();
      else this.stream.write('', () => resolve());
    });
  }
}
