import { findNumbers, findTimes } from '../../../files/columns/findColumn.ts';
import type { Table } from '../../../files/readTable.ts';
import { offsetOf } from '../../../files/times/zoneClock.ts';
import type { BacktestFold, Measured } from '../../../protocol.ts';
import { finiteOrNull } from '../../../withoutNaN.ts';
import type { BacktestOptions } from '../../backtest/rollingOrigins.ts';
import type { ForecastData } from '../forecastFields.ts';
import type { FoldForecast, Forecaster } from './foldTable.ts';

/** Rows shown before an origin: so many horizons, within bounds. */
const horizonsBefore = 2;
const [fewestBefore, mostBefore] = [24, 1000];

/** One target of a series over all folds, with some rows before the first: what it was, and what was said of it. */
interface KeptSeries {
  /** Rows before the first origin. */
  readonly before: number;
  readonly actual: Float64Array;
  readonly x: Float64Array;
  readonly xIsTime: boolean;
  readonly decimals: number;
  /** By who forecasts, of the rows from the first origin on. */
  readonly values: Map<Forecaster, Float64Array>;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * What was forecast in a backtest beside what came, to be looked at fold by fold. It holds the rows of the folds and
 * some before them, and nothing of the table.
 */
export class KeptFolds {
  private readonly options: BacktestOptions;
  private readonly series: readonly KeptSeries[];

  /** The targets of each table follow each other. Its last fold ends before the row `end`. */
  constructor(
    tables: readonly { readonly table: Table; readonly end: number }[],
    data: ForecastData,
    options: BacktestOptions,
  ) {
    this.options = options;
    this.series = tables.flatMap((one) => data.targets.map((target) => keep(one, target, data, options)));
  }

  add(
    who: Forecaster,
    series: number,
    { fold, ahead, value, low, high }: Omit<FoldForecast, 'actual'> & { readonly fold: number },
  ): void {
    const kept = this.series[series];
    if (!kept) return;
    const { folds, horizon } = this.options;
    const row = fold * horizon + ahead;
    let values = kept.values.get(who);
    if (!values) {
      values = new Float64Array(folds * horizon).fill(NaN);
      kept.values.set(who, values);
    }
    values[row] = value;
    if (low !== undefined) kept.low[row] = low;
    if (high !== undefined) kept.high[row] = high;
  }

  read(series: number, fold: number): BacktestFold | undefined {
    const kept = this.series[series];
    const { folds, horizon } = this.options;
    if (!kept || fold >= folds) return undefined;
    const { before, xIsTime, decimals, x, actual, low, high } = kept;
    const begin = fold * horizon;
    const shown = Array.from({ length: before + horizon }, (_, index) => begin + index);
    // Above the first row of a short series there is nothing.
    const rows = shown.filter((row) => Number.isFinite(x[row]));
    const from = (values: Float64Array): Measured[] =>
      rows.map((row) => (row < begin + before ? null : finiteOrNull(values[row - before] ?? NaN)));
    return {
      xIsTime,
      decimals,
      x: rows.map((row) => x[row] ?? NaN),
      actual: rows.map((row) => finiteOrNull(actual[row] ?? NaN)),
      forecasts: Object.fromEntries([...kept.values].map(([who, values]) => [who, from(values)])),
      low: from(low),
      high: from(high),
    };
  }
}

const keep = (
  { table, end }: { readonly table: Table; readonly end: number },
  target: string,
  data: ForecastData,
  { folds, horizon }: BacktestOptions,
): KeptSeries => {
  const { values, decimals } = findNumbers(table, target);
  const times = data.time === null ? undefined : findTimes(table, data.time);
  const origin = end - folds * horizon;
  const before = Math.max(0, Math.min(origin, mostBefore, Math.max(fewestBefore, horizonsBefore * horizon)));
  // Of a series that is shorter than the folds the rows that are missing have no value.
  const from = origin - before;
  const length = before + folds * horizon;
  const { format: { clock } = {}, shown } = times ?? {};
  // As the clock showed it at the last row: what it showed before it was changed would come twice.
  const last = times?.values.at(table.rows - 1) ?? NaN;
  const shift = clock && shown ? offsetOf(clock, last) : 0;
  const place = (row: number): number => (row < 0 ? NaN : times ? times.values.at(row) + shift : row + 1);
  const valueAt = (row: number): number => (row < 0 ? NaN : values.at(row));
  const none = (): Float64Array => new Float64Array(folds * horizon).fill(NaN);
  return {
    before,
    actual: Float64Array.from({ length }, (_, index) => valueAt(from + index)),
    x: Float64Array.from({ length }, (_, index) => place(from + index)),
    xIsTime: times !== undefined,
    decimals,
    values: new Map(),
    low: none(),
    high: none(),
  };
};
