import type { CancellationToken } from 'vscode-jsonrpc';
import type { Errand } from '../errands/errand.ts';
import type { Stage } from '../protocol.ts';

/** Milliseconds between two notifications; a request that is answered sooner tells nothing. */
const tellEvery = 100;

/** The errand of one request, which tells its sender the latest stage some times a second, until it has ended. */
export class RequestErrand implements Errand {
  readonly cancel: CancellationToken;
  private readonly send: (stage: Stage) => void;
  private latest: Stage | undefined;
  private timer: NodeJS.Timeout | undefined;
  private hasEnded = false;

  constructor(cancel: CancellationToken, send: (stage: Stage) => void) {
    this.cancel = cancel;
    this.send = send;
  }

  tell(stage: Stage): void {
    if (this.hasEnded) return;
    this.latest = stage;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      if (this.latest) this.send(this.latest);
    }, tellEvery);
  }

  end(): void {
    this.hasEnded = true;
    clearTimeout(this.timer);
  }
}
