// All times in milliseconds.
/** A longer time between two looks counts only as far as the process has computed in it. */
const longGap = 2000;
/** Least time between two questions how much the process has computed: each costs as much as a dozen looks. */
const askEvery = 100;
/** Time that passes, at most, for each millisecond of computing: a process on a busy machine gets no less than that. */
const mostStarved = 4;
/** Between the looks that are taken while nobody else looks. */
const beat = 500;

/**
 * A clock that stands still while the process is frozen or asleep with its machine. No system call tells of that time
 * on every system, so the clock goes by looks: between two that are far apart the process has either computed, which
 * the system knows, or did not run. Only for use where looks are frequent, or `during` work.
 */
export class AwakeClock {
  private lookedAt = performance.now();
  private asleep = 0;
  private askedAt = this.lookedAt;
  private computed = computedSoFar();

  /** Time since the process began, without what it was not awake. */
  now(): number {
    const now = performance.now();
    const gap = now - this.lookedAt;
    this.lookedAt = now;
    if (now - this.askedAt >= askEvery) {
      const computed = computedSoFar();
      if (gap > longGap) this.asleep += Math.max(0, gap - mostStarved * (computed - this.computed));
      this.computed = computed;
      this.askedAt = now;
    }
    return now - this.asleep;
  }

  /** Does `work`, and counts the time in which it waits for a disk or an answer. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const timer = setInterval(() => this.now(), beat).unref();
    try {
      return await work();
    } finally {
      clearInterval(timer);
    }
  }
}

/** Of all threads of the process. */
const computedSoFar = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
