/** The share of its usual change that a series counts with at least, where it stands still for a while. */
const leastShare = 0.1;

/**
 * How much a series has changed of late, as of each of its rows: the mean distance of values `lag` rows apart over the
 * last `span` rows, and no less than a tenth of the mean over all before. What is not known yet is NaN.
 */
export class RecentChanges {
  private readonly sums: Float64Array;
  private readonly counts: Float64Array;
  private readonly span: number;

  constructor(values: Float64Array, lag: number, span: number) {
    this.span = span;
    this.sums = new Float64Array(values.length + 1);
    this.counts = new Float64Array(values.length + 1);
    for (let row = 0; row < values.length; row++) {
      const change = Math.abs((values[row] ?? NaN) - (values[row - lag] ?? NaN));
      const isKnown = !Number.isNaN(change);
      this.sums[row + 1] = (this.sums[row] ?? 0) + (isKnown ? change : 0);
      this.counts[row + 1] = (this.counts[row] ?? 0) + Number(isKnown);
    }
  }

  /** By the rows before `origin`. */
  at(origin: number): number {
    const from = Math.max(0, origin - this.span);
    const usual = this.meanOf(0, origin);
    const recent = this.meanOf(from, origin);
    return Math.max(Number.isNaN(recent) ? usual : recent, leastShare * usual);
  }

  private meanOf(from: number, to: number): number {
    const { sums, counts } = this;
    return ((sums[to] ?? NaN) - (sums[from] ?? NaN)) / ((counts[to] ?? NaN) - (counts[from] ?? NaN));
  }
}
