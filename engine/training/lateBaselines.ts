import { startAwakeTimer } from '../awakeTimer.ts';
import { logFault } from '../explainError.ts';
import type { PreparedData, SplitBaselines } from '../tasks/preparedData.ts';
import { Cancelled } from '../unlessCancelled.ts';
import { slowErrand } from './slowErrand.ts';

/** What stands beside a run's metrics: what it began with, and what is still being made when it begins. */
export class LateBaselines {
  private readonly known: SplitBaselines;
  private readonly late: PreparedData['lateBaselines'];
  private readonly log: (message: string) => void;
  private made: Promise<SplitBaselines> | undefined;
  private readonly cancel = new AbortController();
  private stopTimer = (): void => undefined;

  /** `log` hears how far those are that take long. */
  constructor({ baselines, lateBaselines }: PreparedData, log: (message: string) => void) {
    this.known = baselines;
    this.late = lateBaselines;
    this.log = log;
  }

  /** Begins to make those that take long, if that has not been done. */
  begin(): void {
    if (this.late && !this.cancel.signal.aborted) this.made ??= this.make(this.late);
  }

  /** All of them, or of a run that has to end, what there is. Never rejects. */
  async get(): Promise<SplitBaselines> {
    // A run that goes on after its last update takes none any more.
    this.begin();
    return this.made ?? this.known;
  }

  /** Within so many milliseconds awake the run has to end: what is not made by then is left out. */
  hurry(milliseconds: number): void {
    this.stopTimer();
    this.stopTimer = startAwakeTimer(milliseconds, () => {
      this.cancel.abort();
    });
  }

  /** Nobody asks any more. */
  dispose(): void {
    this.stopTimer();
    this.cancel.abort();
  }

  private async make({ what, make }: NonNullable<PreparedData['lateBaselines']>): Promise<SplitBaselines> {
    const { log } = this;
    const slow = slowErrand(`${what} for the model to be held against`, log);
    try {
      const { note, ...baselines } = await make(this.cancel.signal, (share) => {
        slow.tell({ doing: what, share });
      });
      if (note !== undefined) log(note);
      return baselines;
    } catch (error) {
      if (!(error instanceof Cancelled)) logFault(error);
      log(`${what} ${error instanceof Cancelled ? 'was cut off' : 'has failed'}: the model is held against less`);
      return this.known;
    }
  }
}
