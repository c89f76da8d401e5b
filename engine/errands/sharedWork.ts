import { CancellationToken, CancellationTokenSource } from 'vscode-jsonrpc';
import type { Stage } from '../protocol.ts';
import { unlessCancelled } from '../unlessCancelled.ts';
import { type Errand, onErrand, presentErrand } from './errand.ts';

/** Milliseconds that work goes on when nobody waits for it: who changes a form asks anew at once. */
const patience = 1500;

/** Work that several errands may wait for, each until it is cancelled. It is given up when none has waited for a while. */
export class SharedWork<T> {
  readonly result: Promise<T>;
  private readonly waiting = new Set<Errand>();
  private readonly source = new CancellationTokenSource();
  private stage: Stage | undefined;
  private isDone = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(work: () => Promise<T>) {
    const tell = (stage: Stage): void => {
      this.stage = stage;
      for (const errand of this.waiting) errand.tell(stage);
    };
    this.result = onErrand({ cancel: this.source.token, tell }, work);
    const end = (): void => {
      this.isDone = true;
    };
    this.result.then(end, end);
  }

  /** It will come to nothing. */
  get isGivenUp(): boolean {
    return this.source.token.isCancellationRequested;
  }

  /** Rejects with `Cancelled` as soon as the errand that waits is cancelled. */
  async wait(): Promise<T> {
    // What is on no errand of its own waits to the end.
    const asker = presentErrand();
    const errand: Errand = { cancel: asker?.cancel ?? CancellationToken.None, tell: (stage) => asker?.tell(stage) };
    clearTimeout(this.timer);
    this.waiting.add(errand);
    if (this.stage && !this.isDone) errand.tell(this.stage);
    try {
      return await unlessCancelled(this.result, errand.cancel);
    } finally {
      this.waiting.delete(errand);
      if (this.waiting.size === 0 && !this.isDone) {
        this.timer = setTimeout(() => {
          if (!this.isDone) this.source.cancel();
        }, patience);
        this.timer.unref();
      }
    }
  }
}
