/** Of fewer windows nothing can be said of a tenth. */
const fewestWindows = 10;
/** Below as many, a step's errors are taken together with those of the steps beside it. */
const enoughErrors = 30;

/** How far forecasts lay from the truth, in whatever unit; NaN where it is not known. */
export type ErrorReader = (index: number, ahead: number, target: number) => number;

export interface WidthOptions {
  readonly windows: number;
  readonly horizon: number;
  readonly targets: number;
}

/**
 * Half widths of intervals that should hold each of some shares of the truth, by step ahead and target: split conformal
 * prediction (Vovk et al. 2005), which assumes nothing of the errors' distribution, and takes them from rows that the
 * network was not trained on. Windows that begin at each row overlap: errors h steps ahead share most of what made them
 * with the next ones, so that n of them are worth about 2 n / (h + 1), and the rank is that of so few. Undefined for fewer
 * than ten windows.
 */
export const conformalWidths = (
  { windows, horizon, targets }: WidthOptions,
  shares: readonly number[],
  read: ErrorReader,
): number[][] | undefined => {
  if (windows < fewestWindows) return undefined;
  const widths = shares.map(() => new Array<number>(horizon * targets).fill(NaN));
  const beside = Math.min(horizon - 1, Math.max(0, Math.ceil((enoughErrors / windows - 1) / 2)));
  for (let target = 0; target < targets; target++) {
    const steps = Array.from({ length: horizon }, (_, ahead) => {
      const errors = Float64Array.from({ length: windows }, (__, index) => read(index, ahead, target));
      return errors.filter((error) => !Number.isNaN(error));
    });
    for (let ahead = 0; ahead < horizon; ahead++) {
      const independent = Math.max(1, (2 * (steps[ahead]?.length ?? 0)) / (ahead + 2));
      const pooled = joined(steps.slice(Math.max(0, ahead - beside), ahead + beside + 1)).sort();
      for (const [at, share] of shares.entries()) {
        const level = Math.min(1, share * (1 + 1 / independent));
        // Less than a part in 10^9 above a whole rank is rounding.
        const rank = Math.min(pooled.length, Math.ceil(level * pooled.length - 1e-9));
        const of = widths[at];
        if (of) of[ahead * targets + target] = pooled[rank - 1] ?? NaN;
      }
    }
  }
  return widths;
};

const joined = (parts: readonly Float64Array[]): Float64Array => {
  const whole = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};
