import type { Measured, Metrics } from '../../../protocol.ts';

/**
 * Errors of predicted numbers in the file's own units, as scikit-learn's mean_absolute_error,
 * root_mean_squared_error and r2_score have them: of several targets the plain mean of each (`uniform_average`). What is
 * not known of a target is left out. R² is null where a target has not two different values to explain, for which
 * scikit-learn would say 0 or 1.
 */
export class RegressionErrors {
  private readonly targets: readonly TargetErrors[];

  constructor(targets: number) {
    this.targets = Array.from({ length: targets }, () => new TargetErrors());
  }

  add(target: number, actual: number, predicted: number): void {
    if (!Number.isNaN(actual)) this.targets[target]?.add(actual, predicted);
  }

  /** Nothing where nothing is known. */
  metrics(): Metrics {
    const known = this.targets.filter(({ count }) => count > 0);
    if (known.length === 0) return {};
    const mean = (figureOf: (errors: TargetErrors) => number): number =>
      known.reduce((sum, each) => sum + figureOf(each), 0) / known.length;
    const r2: Measured = known.some(({ isConstant }) => isConstant) ? null : mean((each) => each.r2);
    return { mae: mean((each) => each.mae), rmse: mean((each) => each.rmse), r2 };
  }
}

class TargetErrors {
  count = 0;
  private absolute = 0;
  private squares = 0;
  /** Of the actual values so far, and the squares of their distances from it (Welford 1962). */
  private mean = 0;
  private spread = 0;
  private first = NaN;
  isConstant = true;

  add(actual: number, predicted: number): void {
    const error = Math.abs(actual - predicted);
    this.absolute += error;
    this.squares += error * error;
    const distance = actual - this.mean;
    this.mean += distance / ++this.count;
    this.spread += distance * (actual - this.mean);
    if (this.count === 1) this.first = actual;
    if (actual !== this.first) this.isConstant = false;
  }

  get mae(): number {
    return this.absolute / this.count;
  }

  get rmse(): number {
    return Math.sqrt(this.squares / this.count);
  }

  get r2(): number {
    return 1 - this.squares / this.spread;
  }
}
