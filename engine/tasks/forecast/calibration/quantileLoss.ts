/** Intervals whose ends are the quantiles of the tenths below and above a half. */
const shares = [0.2, 0.4, 0.6, 0.8] as const;

/** Of an interval, where there is one. */
export interface Bounds {
  readonly low?: number;
  readonly high?: number;
}

/**
 * The mean over τ = 0.1, 0.2 … 0.9 of 2 ρ_τ(y, q_τ), with ρ_τ(y, q) = max(τ (y − q), (τ − 1)(y − q)): what the continuous
 * ranked probability score comes to by nine quantiles. A forecast is its own median, and the ends of its intervals are the
 * others; of one without intervals, as of a baseline, it is the absolute error.
 */
export const quantileLoss = (actual: number, value: number, intervalOf: (share: number) => Bounds): number => {
  let sum = Math.abs(actual - value);
  for (const share of shares) {
    const { low = value, high = value } = intervalOf(share);
    const tail = (1 - share) / 2;
    sum += 2 * (pinball(tail, actual, low) + pinball(1 - tail, actual, high));
  }
  return sum / (2 * shares.length + 1);
};

const pinball = (tau: number, actual: number, quantile: number): number =>
  Math.max(tau * (actual - quantile), (tau - 1) * (actual - quantile));
