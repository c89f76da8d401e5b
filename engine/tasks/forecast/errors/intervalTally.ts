import type { IntervalReport } from '../../../protocol.ts';
import { finiteOrNull } from '../../../withoutNaN.ts';

/** The share of the truth that intervals should hold. */
const intervalShare = 0.8;
/** Widths that are told: powers of two, so many to a doubling, up to so many doublings either way. */
const [perDoubling, doublings] = [8, 4];
const steps = 2 * perDoubling * doublings;
const factorAt = (step: number): number => 2 ** (step / perDoubling - doublings);

/** Counts, by series, how many times as wide the interval of each forecast had to be to hold what came. */
export class IntervalTally {
  /** Of each series: those that the narrowest would hold, those that the next would hold besides, and so on; last, those that none would. */
  private readonly counts: Uint32Array;
  /** Of each series: forecasts with an interval, those that held, and the sum of the widths. */
  private readonly sums: Float64Array;
  private readonly units: readonly number[];

  /** @param units of each series, that widths of several are told in */
  constructor(units: readonly number[]) {
    this.units = units;
    this.counts = new Uint32Array(units.length * (steps + 2));
    this.sums = new Float64Array(units.length * 3);
  }

  add(series: number, actual: number, { value, low, high }: { value: number; low: number; high: number }): void {
    if (!Number.isFinite(high - low)) return;
    const needed = actual >= value ? (actual - value) / (high - value) : (value - actual) / (value - low);
    const isHeld = actual >= low && actual <= high;
    // Where the bound is the forecast itself, as at 0, nothing beyond it is held by any.
    const least = Number.isNaN(needed) ? 0 : needed;
    const step = Math.max(0, Math.ceil(perDoubling * (Math.log2(least) + doublings) - 1e-9));
    const at = series * (steps + 2) + Math.min(step, steps + 1);
    this.counts[at] = (this.counts[at] ?? 0) + 1;
    for (const [index, more] of [1, isHeld ? 1 : 0, high - low].entries()) {
      this.sums[series * 3 + index] = (this.sums[series * 3 + index] ?? 0) + more;
    }
  }

  /** Of one series in units of the file, or of all in units of each one's own; undefined without intervals. */
  report(series?: number): IntervalReport | undefined {
    const places = series === undefined ? [...this.units.keys()] : [series];
    const isScaled = this.units.length > 1 && series === undefined;
    const counts = new Array<number>(steps + 2).fill(0);
    let [count, held, width, measured] = [0, 0, 0, 0];
    for (const place of places) {
      for (let step = 0; step < counts.length; step++)
        counts[step] = (counts[step] ?? 0) + (this.counts[place * (steps + 2) + step] ?? 0);
      const [all = 0, inside = 0, sum = 0] = this.sums.subarray(place * 3);
      count += all;
      held += inside;
      const scaled = isScaled ? sum / (this.units[place] ?? NaN) : sum;
      if (!Number.isFinite(scaled)) continue;
      width += scaled;
      measured += all;
    }
    if (count === 0) return undefined;
    let sum = 0;
    const shares = counts.slice(0, steps + 1).map((more) => (sum += more) / count);
    return {
      count,
      coverage: held / count,
      width: finiteOrNull(width / measured),
      isScaled,
      factors: shares.map((_, step) => factorAt(step)),
      held: shares,
      needed: finiteOrNull(neededFactor(shares)),
    };
  }
}

/** Between the factors on either side on a straight line; NaN where the largest is too small. */
const neededFactor = (shares: readonly number[]): number => {
  const step = shares.findIndex((share) => share >= intervalShare);
  if (step <= 0) return step < 0 ? NaN : factorAt(0);
  const [below = 0, above = 0] = [shares[step - 1], shares[step]];
  const [narrow, wide] = [factorAt(step - 1), factorAt(step)];
  return narrow + ((intervalShare - below) / (above - below)) * (wide - narrow);
};
