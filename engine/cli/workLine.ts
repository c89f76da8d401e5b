import { startAwakeTimer } from '../awakeTimer.ts';
import type { Stage } from '../protocol.ts';
import { visible } from '../words/visible.ts';

// In milliseconds awake. Work that is done sooner is not told of; of longer work a file hears no more often.
const tellAfter = 2000;
const tellEvery = 10_000;
const clearLine = '\r\u001b[2K';

/** What a command that waits is waiting for, on standard error: a line drawn over on a terminal, few lines elsewhere. */
export class WorkLine {
  private readonly stream: NodeJS.WriteStream;
  private isDue = false;
  private isDrawn = false;

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.stream = stream;
    this.tellIn(tellAfter);
  }

  show({ doing, share }: Stage): void {
    const text = visible(share === undefined ? doing : `${doing}: ${Math.floor(share * 100)} %`);
    if (this.stream.isTTY && process.env['TERM'] !== 'dumb') {
      this.stream.write(`${clearLine}${text.slice(0, (this.stream.columns || 80) - 1)}`);
      this.isDrawn = true;
      return;
    }
    if (!this.isDue) return;
    this.tellIn(tellEvery);
    this.stream.write(`${text}\n`);
  }

  /** Before anything else is written. */
  hide(): void {
    if (this.isDrawn) this.stream.write(clearLine);
    this.isDrawn = false;
  }

  private tellIn(milliseconds: number): void {
    this.isDue = false;
    startAwakeTimer(milliseconds, () => {
      this.isDue = true;
    });
  }
}
