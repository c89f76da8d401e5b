import type { RunEvent } from '../protocol.ts';

/** Milliseconds between two deliveries. */
const interval = 100;

/** Collects a run's events and hands them on at most ten times a second, so that no client drowns in them. */
export class RunReporter {
  private readonly deliver: (events: readonly RunEvent[]) => void;
  private waiting: RunEvent[] = [];
  private timer: NodeJS.Timeout | undefined;
  private lastDelivery = -Infinity;

  constructor(deliver: (events: readonly RunEvent[]) => void) {
    this.deliver = deliver;
  }

  add(event: RunEvent): void {
    this.waiting.push(event);
    if (this.timer) return;
    const wait = this.lastDelivery + interval - performance.now();
    if (wait <= 0) this.flush();
    else
      this.timer = setTimeout(() => {
        this.flush();
      }, wait);
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.waiting.length === 0) return;
    const events = this.waiting;
    this.waiting = [];
    this.lastDelivery = performance.now();
    this.deliver(events);
  }
}
