/** Tells speed and time left of a run. Pauses do not count. All times in milliseconds of the caller's clock. */
export class Progress {
  private readonly secondsBefore: number;
  private readonly stepsBefore: number;
  private startedAt: number;
  private items = 0;
  private recentItems = 0;
  private recentSince: number;

  constructor(now: number, secondsBefore: number, stepsBefore: number) {
    this.startedAt = now;
    this.recentSince = now;
    this.secondsBefore = secondsBefore;
    this.stepsBefore = stepsBefore;
  }

  add(items: number): void {
    this.items += items;
    this.recentItems += items;
  }

  /** Takes a pause out of the training time. */
  skip(duration: number): void {
    this.startedAt += duration;
    this.recentSince += duration;
  }

  seconds(now: number): number {
    return this.secondsBefore + (now - this.startedAt) / 1000;
  }

  /** Items per second since the last call. */
  takeSpeed(now: number): number {
    const seconds = (now - this.recentSince) / 1000;
    const speed = seconds > 0 ? this.recentItems / seconds : 0;
    this.recentItems = 0;
    this.recentSince = now;
    return speed;
  }

  /** Items per second since the training began or was resumed. */
  meanSpeed(now: number): number {
    const seconds = (now - this.startedAt) / 1000;
    return seconds > 0 ? this.items / seconds : 0;
  }

  /** Seconds until `totalSteps`, at the mean pace so far, validation and checkpoints included. */
  eta(now: number, step: number, totalSteps: number): number {
    const done = step - this.stepsBefore;
    return done > 0 ? ((now - this.startedAt) / 1000 / done) * Math.max(0, totalSteps - step) : 0;
  }
}
