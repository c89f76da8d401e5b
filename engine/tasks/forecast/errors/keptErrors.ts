import type { ErrorReport, ResidualReport } from '../../../protocol.ts';
import { histogramOf } from './histogramOf.ts';
import { IntervalTally } from './intervalTally.ts';
import { residualCorrelations } from './residualCorrelations.ts';

/** A column of a series, as far as its errors go. */
interface ErrorSeries {
  /** What they are divided by where they are put together with those of others. */
  readonly naiveError: number;
}

interface Told {
  readonly actual: number;
  readonly value: number;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}

/** The residuals one row ahead, and the intervals, of forecasts of some series: of rows in a row, as many as are wanted. */
export class KeptErrors {
  private readonly series: readonly ErrorSeries[];
  private readonly season: number;
  /** By series; NaN where not known. */
  private readonly residuals: (Float64Array | undefined)[];
  private readonly rows: number;
  private readonly tally: IntervalTally;

  /**
   * @param rows of each series that may have residuals
   * @param season rows in one, 0 for none
   */
  constructor(series: readonly ErrorSeries[], rows: number, season: number) {
    this.series = series;
    this.rows = rows;
    this.season = season;
    this.residuals = series.map(() => undefined);
    this.tally = new IntervalTally(series.map(({ naiveError }) => naiveError));
  }

  /** A forecast of the row before which all is known, the `row`-th of those that may have one; no other is kept. */
  addResidual(series: number, row: number, { actual, value }: Told): void {
    if (row < 0 || row >= this.rows) return;
    const known = this.residuals[series] ?? new Float64Array(this.rows).fill(NaN);
    this.residuals[series] = known;
    const residual = actual - value;
    known[row] = Number.isFinite(residual) ? residual : NaN;
  }

  /** A forecast any number of rows ahead. */
  addInterval(series: number, { actual, value, low = NaN, high = NaN }: Told): void {
    this.tally.add(series, actual, { value, low, high });
  }

  /** Of one series, or of all put together. */
  report(series?: number): Omit<ErrorReport, 'byStep'> {
    const isScaled = series === undefined && this.series.length > 1;
    const residuals = isScaled
      ? this.residuals.flatMap((values, at) => {
          const { naiveError } = this.series[at] ?? { naiveError: NaN };
          return values && naiveError > 0 ? [values.map((value) => value / naiveError)] : [];
        })
      : [this.residuals[series ?? 0] ?? new Float64Array(0)];
    const told = residualReport(residuals, isScaled, this.season);
    const intervals = this.tally.report(series);
    return { ...(told && { residuals: told }), ...(intervals && { intervals }) };
  }
}

/** Undefined where fewer than two are known. */
const residualReport = (
  series: readonly Float64Array[],
  isScaled: boolean,
  season: number,
): ResidualReport | undefined => {
  const known = knownOf(series);
  if (known.length < 2) return undefined;
  const mean = known.reduce((sum, value) => sum + value / known.length, 0);
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2 / (known.length - 1), 0);
  const autocorrelation = residualCorrelations(series, season);
  return {
    count: known.length,
    mean,
    deviation: Math.sqrt(variance),
    isScaled,
    histogram: histogramOf(known),
    ...(autocorrelation && { autocorrelation }),
  };
};

const knownOf = (series: readonly Float64Array[]): Float64Array => {
  const length = series.reduce((sum, values) => sum + values.length, 0);
  const known = new Float64Array(length);
  let count = 0;
  for (const values of series) for (const value of values) if (!Number.isNaN(value)) known[count++] = value;
  return known.subarray(0, count);
};
