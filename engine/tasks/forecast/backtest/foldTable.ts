import type { SimpleName } from '../../simple/simpleForecasts.ts';
import type { BacktestMetrics, Metrics } from '../../../protocol.ts';
import { tameUnit } from '../../../encoding/tameUnit.ts';
import { measureQuantiles } from '../forecastMetrics.ts';

/** Who forecasts: the model, the network in it, or a baseline. */
export type Forecaster = 'model' | 'network' | SimpleName;

/** What the errors of one column of a series are held against. */
export interface FoldSeries {
  readonly name: string;
  /** Mean absolute error of the seasonal naive forecast on the rows before the first origin: what MASE divides by. */
  readonly naiveError: number;
}

/** One value that was forecast. */
export interface FoldForecast {
  /** Undefined where it counts to none. */
  readonly fold: number | undefined;
  readonly ahead: number;
  readonly actual: number;
  readonly value: number;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  /** Of its quantiles, see `quantileLoss`, and whether its 95 % interval holds what came. */
  readonly loss?: number | undefined;
  readonly isInWider?: boolean | undefined;
}

interface Sums {
  count: number;
  absolute: number;
  squares: number;
  shares: number;
  held: number;
  heldWider: number;
  wider: number;
  bounded: number;
  width: number;
  /** Of quantiles, and the sizes of what came beside them. */
  loss: number;
  sizes: number;
  lost: number;
}

const none = (): Sums => ({
  ...{ count: 0, absolute: 0, squares: 0, shares: 0, held: 0, heldWider: 0, wider: 0, bounded: 0, width: 0 },
  ...{ loss: 0, sizes: 0, lost: 0 },
});

/** Errors of all who forecast, by series, by step ahead and by fold; sMAPE and MASE over several series are the means of each one's, as in M4. */
export class FoldTable {
  private readonly series: readonly FoldSeries[];
  /** By who forecasts, series, and step ahead. */
  private readonly sums = new Map<Forecaster, Sums[][]>();
  /** By who forecasts, fold, and series. */
  private readonly foldSums = new Map<Forecaster, Sums[][]>();
  private readonly unit: number;

  constructor(series: readonly FoldSeries[]) {
    this.series = series;
    this.unit = tameUnit(Math.max(0, ...series.map(({ naiveError }) => naiveError).filter(Number.isFinite)));
  }

  add(who: Forecaster, series: number, forecast: FoldForecast): void {
    this.addTo(placeIn(this.sums, who, series, forecast.ahead), forecast);
    const { fold } = forecast;
    if (fold !== undefined) this.addTo(placeIn(this.foldSums, who, fold, series), forecast);
  }

  private addTo(sums: Sums, { actual, value, low = NaN, high = NaN, loss, isInWider }: FoldForecast): void {
    const error = Math.abs(actual - value) / this.unit;
    sums.count++;
    sums.absolute += error;
    sums.squares += error * error;
    const size = (Math.abs(actual) + Math.abs(value)) / this.unit;
    if (size > 0) sums.shares += error / size;
    if (loss !== undefined && Number.isFinite(loss)) {
      sums.loss += loss / this.unit;
      sums.sizes += Math.abs(actual) / this.unit;
      sums.lost++;
    }
    if (isInWider !== undefined) sums.wider++;
    if (isInWider) sums.heldWider++;
    if (!Number.isFinite(high - low)) return;
    sums.bounded++;
    sums.width += (high - low) / this.unit;
    if (actual >= low && actual <= high) sums.held++;
  }

  get forecasters(): readonly Forecaster[] {
    return [...this.sums.keys()];
  }

  /** Of one series, over folds and steps. */
  bySeries(who: Forecaster, series: number): Metrics {
    return this.measure([{ sums: added(this.sums.get(who)?.[series] ?? []), series }]);
  }

  /** Of one step ahead, over folds and series, or of one series. */
  byStep(who: Forecaster, ahead: number, only?: number): Metrics {
    const places = only === undefined ? [...this.series.keys()] : [only];
    return this.measure(places.map((series) => ({ sums: this.sums.get(who)?.[series]?.[ahead] ?? none(), series })));
  }

  /** See `byStep`: all who forecast, of the first `horizon` steps. */
  steps(horizon: number, only?: number): BacktestMetrics[] {
    return Array.from({ length: horizon }, (_, ahead) =>
      Object.fromEntries(this.forecasters.map((who) => [who, this.byStep(who, ahead, only)])),
    );
  }

  /** Of one fold, over steps and series. */
  byFold(who: Forecaster, fold: number): Metrics {
    return this.measure(
      this.series.map((_, series) => ({ sums: this.foldSums.get(who)?.[fold]?.[series] ?? none(), series })),
    );
  }

  overall(who: Forecaster): Metrics {
    return this.measure(this.series.map((_, series) => ({ sums: added(this.sums.get(who)?.[series] ?? []), series })));
  }

  private measure(parts: readonly { readonly sums: Sums; readonly series: number }[]): Metrics {
    const known = parts.filter(({ sums }) => sums.count > 0);
    if (known.length === 0) return {};
    const { count, absolute, squares, held, bounded, width, heldWider, wider, loss, sizes, lost } = added(
      known.map(({ sums }) => sums),
    );
    const scaled = known
      .map(({ sums, series }) => (sums.absolute / sums.count / (this.series[series]?.naiveError ?? NaN)) * this.unit)
      .filter(Number.isFinite);
    return {
      mae: (absolute / count) * this.unit,
      rmse: Math.sqrt(squares / count) * this.unit,
      smape: mean(known.map(({ sums }) => (200 * sums.shares) / sums.count)),
      ...(scaled.length > 0 && { mase: mean(scaled) }),
      ...measureQuantiles({ loss, sizes, count: lost }, this.unit),
      ...(bounded > 0 && { coverage: held / bounded, width: (width / bounded) * this.unit }),
      ...(wider > 0 && { coverage95: heldWider / wider }),
    };
  }
}

const placeIn = (all: Map<Forecaster, Sums[][]>, who: Forecaster, outer: number, inner: number): Sums => {
  const of = all.get(who) ?? [];
  all.set(who, of);
  return ((of[outer] ??= [])[inner] ??= none());
};

const added = (parts: readonly (Sums | undefined)[]): Sums => {
  const total = none();
  for (const part of parts) {
    if (part) for (const name of Object.keys(total) as (keyof Sums)[]) total[name] += part[name];
  }
  return total;
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
