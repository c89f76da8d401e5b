import type { RunEvent } from '../protocol.ts';
import { countKinds, isTooMany, thinEvents } from '../thinEvents.ts';

/** Milliseconds between two deliveries. */
const interval = 100;

/**
 * Collects a run's events and hands them on at most ten times a second, so that no client drowns in them. While a
 * client does not take what it was given, as one that is frozen, what waits for it is thinned to a bound.
 */
export class RunReporter {
  private readonly deliver: (events: readonly RunEvent[]) => Promise<void>;
  private waiting: RunEvent[] = [];
  private counts = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private lastDelivery = -Infinity;
  private deliveries = 0;

  /** What `deliver` returns resolves when the client has taken the events. */
  constructor(deliver: (events: readonly RunEvent[]) => Promise<void>) {
    this.deliver = deliver;
  }

  add(event: RunEvent): void {
    this.waiting.push(event);
    countKinds([event], this.counts);
    if (isTooMany(this.counts)) this.setWaiting(thinEvents(this.waiting));
    this.flushInTime();
  }

  /** Hands on what waits, whether the client has taken what was before or not. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.waiting.length === 0) return;
    const events = this.waiting;
    this.setWaiting([]);
    this.lastDelivery = performance.now();
    this.deliveries += 1;
    void this.deliver(events).then(() => {
      this.deliveries -= 1;
      if (this.waiting.length > 0) this.flushInTime();
    });
  }

  private flushInTime(): void {
    if (this.timer || this.deliveries > 0) return;
    const wait = this.lastDelivery + interval - performance.now();
    if (wait <= 0) this.flush();
    else
      this.timer = setTimeout(() => {
        this.flush();
      }, wait);
  }

  private setWaiting(events: RunEvent[]): void {
    this.waiting = events;
    this.counts = countKinds(events);
  }
}
