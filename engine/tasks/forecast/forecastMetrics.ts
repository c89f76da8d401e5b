import type { Metrics } from '../../protocol.ts';
import { tameUnit } from '../../encoding/tameUnit.ts';
import { type Numbers, pairsOf } from '../../files/columns/numbers.ts';

/**
 * Errors of forecasts in the file's own units, over examples, steps ahead and targets alike.
 * MAE and RMSE as usual. sMAPE is 200 * mean(|y - f| / (|y| + |f|)), between 0 and 200, with 0 for y = f = 0.
 * MASE is each target's MAE over that of the seasonal naive forecast on the training split, averaged over targets, and
 * over series that have naive errors of their own; where there is no such forecast, or it is never wrong, it is left out.
 * CRPS is the mean of `quantileLoss`; WQL is the mean over τ of 2 Σρ_τ / Σ|y|, which is CRPS over the mean of |y|.
 */
export class ForecastErrors {
  private readonly naiveErrors: readonly number[];
  private readonly absolute: Float64Array;
  private readonly counts: Float64Array;
  private squares = 0;
  private shares = 0;
  private count = 0;
  private readonly quantiles = { loss: 0, sizes: 0, count: 0 };
  /** Errors are added up in it. */
  private readonly unit: number;

  constructor(naiveErrors: readonly number[]) {
    this.naiveErrors = naiveErrors;
    this.unit = tameUnit(Math.max(0, ...naiveErrors.filter((error) => Number.isFinite(error))));
    this.absolute = new Float64Array(naiveErrors.length);
    this.counts = new Float64Array(naiveErrors.length);
  }

  /**
   * @param place of the series and target among the naive errors
   * @param loss of its quantiles, see `quantileLoss`, where there are any
   */
  add(place: number, actual: number, forecast: number, loss?: number): void {
    const error = Math.abs(actual - forecast);
    const inUnits = error / this.unit;
    this.absolute[place] = (this.absolute[place] ?? 0) + inUnits;
    this.counts[place] = (this.counts[place] ?? 0) + 1;
    this.squares += inUnits * inUnits;
    const size = Math.abs(actual) + Math.abs(forecast);
    if (size > 0) this.shares += error / size;
    this.count++;
    if (loss === undefined || !Number.isFinite(loss)) return;
    this.quantiles.loss += loss / this.unit;
    this.quantiles.sizes += Math.abs(actual) / this.unit;
    this.quantiles.count++;
  }

  /** Nothing without examples; no `mase` when the naive forecast was never wrong or could not be made. */
  metrics(): Metrics {
    if (this.count === 0) return {};
    let mase = 0;
    let places = 0;
    for (const [place, total] of this.absolute.entries()) {
      const scaled = (total / (this.counts[place] ?? 0) / (this.naiveErrors[place] ?? NaN)) * this.unit;
      if (!Number.isFinite(scaled)) continue;
      mase += scaled;
      places++;
    }
    mase /= places;
    return {
      mae: (this.absolute.reduce((sum, total) => sum + total, 0) / this.count) * this.unit,
      rmse: Math.sqrt(this.squares / this.count) * this.unit,
      smape: (200 * this.shares) / this.count,
      ...(Number.isFinite(mase) && { mase }),
      ...measureQuantiles(this.quantiles, this.unit),
    };
  }
}

/** Of nothing, nothing; WQL alone is not known where all that came is 0. */
export const measureQuantiles = (
  { loss, sizes, count }: { readonly loss: number; readonly sizes: number; readonly count: number },
  unit: number,
): Metrics => (count === 0 ? {} : { ...(sizes > 0 && { wql: loss / sizes }), crps: (loss / count) * unit });

/** Mean absolute error of repeating the value `lag` rows before, over the first `count` rows; NaN without pairs. */
export const naiveError = (values: Numbers, count: number, lag: number): number => {
  const totals = { error: 0, pairs: 0 };
  for (const { later, earlier } of pairsOf(values, count, lag)) addErrors(totals, later, earlier);
  return totals.pairs > 0 ? totals.error / totals.pairs : NaN;
};

/** A function of its own: within the loop over the pages, it is compiled to slower code. */
const addErrors = (totals: { error: number; pairs: number }, later: Float64Array, earlier: Float64Array): void => {
  let { error, pairs } = totals;
  for (let index = 0; index < later.length; index++) {
    const distance = Math.abs((later[index] ?? NaN) - (earlier[index] ?? NaN));
    if (Number.isNaN(distance)) continue;
    error += distance;
    pairs++;
  }
  Object.assign(totals, { error, pairs });
};
