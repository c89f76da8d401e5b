import { findNumbers } from '../../../files/columns/findColumn.ts';
import type { Table } from '../../../files/readTable.ts';
import type { BacktestMetrics, BacktestScores } from '../../../protocol.ts';
import type { BacktestOptions, FoldReader } from '../../backtest/rollingOrigins.ts';
import { sayBaseline } from '../calibration/sayBlend.ts';
import { KeptErrors } from '../errors/keptErrors.ts';
import type { ForecastCodec } from '../forecastCodec.ts';
import type { Forecast } from '../forecastDecoder.ts';
import type { ForecastData } from '../forecastFields.ts';
import { naiveError } from '../forecastMetrics.ts';
import { type FoldForecast, type Forecaster, FoldTable } from './foldTable.ts';
import { judgeFolds } from './judgeFolds.ts';
import { KeptFolds } from './keptFolds.ts';

/** A series of a file, '' where there is one, of which rows are forecast that are known. */
export interface BookedPart {
  readonly name: string;
  readonly table: Table;
  /** Rows from the first on that are learned from: of those are the errors that MASE divides by. */
  readonly learned: number;
  /** The row that the last fold ends before. */
  readonly end: number;
}

/** A forecast of a row, and what came there. */
interface Booked extends Forecast, Pick<FoldForecast, 'loss' | 'isInWider'> {
  /** Where it is to be looked at, and counted, fold by fold. */
  readonly fold?: number | undefined;
  readonly ahead: number;
  readonly actual: number;
}

/** One column of a series, by its place among all. */
export interface BookedSeries {
  /** As a person knows it: of the series, of the column, or of both where it takes both. */
  readonly name: string;
  readonly part: BookedPart;
  readonly column: string;
}

/** What was forecast of the targets of some series, by all who forecast: counted, and kept to be looked at. */
export class FoldBook {
  /** Those of a part follow each other. */
  readonly series: readonly BookedSeries[];
  private readonly options: BacktestOptions;
  private readonly table: FoldTable;
  private readonly kept: KeptFolds;
  private readonly errors: KeptErrors;

  /** @param rows of each series at most that are forecast one row ahead */
  constructor(parts: readonly BookedPart[], data: ForecastData, options: BacktestOptions, rows: number) {
    this.options = options;
    const { targets, season } = data;
    this.series = parts.flatMap((part) =>
      targets.map((column) => ({ name: nameOf(part, column, targets), part, column })),
    );
    const figures = this.series.map(({ name, part: { table, learned }, column }) => ({
      name,
      naiveError: naiveError(findNumbers(table, column).values, learned, season || 1),
    }));
    this.table = new FoldTable(figures);
    this.kept = new KeptFolds(parts, data, options);
    this.errors = new KeptErrors(figures, rows, season);
  }

  add(who: Forecaster, series: number, forecast: Booked): void {
    const { fold, actual } = forecast;
    if (fold !== undefined) this.kept.add(who, series, { ...forecast, fold });
    if (Number.isNaN(actual)) return;
    this.table.add(who, series, { ...forecast, fold });
    if (who === 'model') this.errors.addInterval(series, forecast);
  }

  /** A forecast of the model one row ahead: the `row`-th of those of its series. */
  addResidual(series: number, row: number, forecast: Forecast & { readonly actual: number }): void {
    this.errors.addResidual(series, row, forecast);
  }

  /** All but the series, of which there may be many. */
  scores(codec: ForecastCodec | undefined): Pick<BacktestScores, 'overall' | 'byStep' | 'byFold' | 'verdict'> {
    const { horizon, folds } = this.options;
    const overall = this.byName((who) => this.table.overall(who));
    const byFold = Array.from({ length: folds }, (_, fold) => this.byName((who) => this.table.byFold(who, fold)));
    const judged = judgeFolds(overall, byFold, this.series.length > 1 ? 'mase' : 'mae');
    return {
      overall,
      byStep: this.table.steps(horizon),
      byFold,
      ...(judged && codec && { verdict: { ...judged, rivalName: sayBaseline(judged.rival, codec) } }),
    };
  }

  /** Series of which something could be forecast, at most `most` of them: the worst where there are more. */
  listed(most = Infinity): readonly number[] {
    const known = [...this.series.keys()].filter((series) => this.table.bySeries('model', series)['mae'] !== undefined);
    if (known.length <= most) return known;
    const errors = new Map(known.map((series) => [series, this.errorOf(series)]));
    return known.sort((a, b) => (errors.get(b) ?? 0) - (errors.get(a) ?? 0)).slice(0, most);
  }

  /** Of a series, of all who forecast or of some. */
  metricsOf(series: number, only?: readonly string[]): BacktestMetrics {
    const wanted = this.table.forecasters.filter((who) => only?.includes(who) ?? true);
    return Object.fromEntries(wanted.map((who) => [who, this.table.bySeries(who, series)]));
  }

  metrics(who: Forecaster): ReturnType<FoldTable['overall']> {
    return this.table.overall(who);
  }

  /** @param listed series by their places there */
  reader(listed: readonly number[]): FoldReader {
    return {
      read: (place, fold) => this.kept.read(listed[place] ?? -1, fold),
      errors: (place) => {
        const series = place === undefined ? undefined : listed[place];
        if (place !== undefined && series === undefined) return undefined;
        return { byStep: this.table.steps(this.options.horizon, series), ...this.errors.report(series) };
      },
    };
  }

  private errorOf(series: number): number {
    const { mase, mae } = this.table.bySeries('model', series);
    return mase ?? mae ?? 0;
  }

  private byName<T>(make: (who: Forecaster) => T): Readonly<Record<string, T>> {
    return Object.fromEntries(this.table.forecasters.map((who) => [who, make(who)]));
  }
}

const nameOf = ({ name }: BookedPart, column: string, targets: readonly string[]): string => {
  if (name === '') return column;
  return targets.length > 1 ? `${name} ${column}` : name;
};
