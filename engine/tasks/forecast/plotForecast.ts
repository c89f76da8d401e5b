import type { Session } from '../../network/session.ts';
import type { PreparedData, TableRows } from '../preparedData.ts';
import type { ForecastPlot } from '../../protocol.ts';
import type { PlotOptions } from '../task.ts';
import { finiteOrNull } from '../../withoutNaN.ts';
import { firstExample } from './firstExample.ts';
import { futurePositions } from './futurePositions.ts';
import { type Forecast, ForecastDecoder } from './forecastDecoder.ts';
import { predictWindows } from './predictWindows.ts';

/** The newest rows are shown; more would not fit on a screen. */
const mostRows = 3000;

type Series = ForecastPlot['series'][number];
type Writable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

/** What is read of it; the session has its source. */
type PlottedData = Pick<PreparedData, 'source' | 'rows' | 'rowsOf' | 'steps' | 'splits' | 'scales' | 'simple'>;

/** One-step-ahead predictions beside the truth, then the steps after the last row. */
export const plotForecast = (
  session: Session,
  data: PlottedData,
  { epoch, ...calibration }: Omit<PlotOptions, 'split'>,
): ForecastPlot => {
  const { source, rows, steps, splits, scales, simple, rowsOf: name } = data;
  if (source.kind !== 'windows' || !rows || !scales)
    throw new Error('a forecast was prepared as something else than windows');
  const first = Math.max(firstExample(source, rows, steps) + steps, rows.count - mostRows);
  // The last example begins at the last window of the file: its targets are the future.
  const examples = Int32Array.from({ length: rows.count - first + 1 }, (_, index) => first - steps + index);
  const decoder = new ForecastDecoder(scales, calibration, simple);
  const read = predictWindows(session, source, examples, steps, decoder);

  const xOf = positions(rows, source.horizon);
  const startOf = (split: Int32Array): number => xOf((split[0] ?? rows.count) + steps);
  const series = rows.targets.map(({ column, decimals, valueAt }, target): Series => {
    const line: Writable<Series> = { column, decimals, x: [], actual: [], predicted: [], low: [], high: [] };
    const add = (row: number, actual: number, { value, low, high }: Forecast): void => {
      line.x.push(xOf(row));
      line.actual.push(finiteOrNull(actual));
      line.predicted.push(finiteOrNull(value));
      line.low.push(finiteOrNull(low ?? NaN));
      line.high.push(finiteOrNull(high ?? NaN));
    };
    for (let row = first; row < rows.count; row++) add(row, valueAt(row), read(row - first, 0, target));
    for (let ahead = 0; ahead < source.horizon; ahead++) {
      add(rows.count + ahead, NaN, read(rows.count - first, ahead, target));
    }
    return line;
  });
  return {
    epoch,
    ...(name !== undefined && { name }),
    xIsTime: rows.times !== undefined,
    validStart: finiteOrNull(startOf(splits.valid)),
    testStart: finiteOrNull(startOf(splits.test)),
    series,
  };
};

/** Where each row, and `future` rows more, stand: the time, or the number from 1. */
const positions = (rows: TableRows, future: number): ((row: number) => number) => {
  const next = futurePositions(rows, future);
  const last = rows.times?.at(rows.count - 1) ?? NaN;
  // As the clock shows them now: what it showed before it was changed would come twice.
  const ahead = rows.shownAt ? rows.shownAt(last) - last : 0;
  return (row) => (row < rows.count ? (rows.times?.at(row) ?? row + 1) : (next[row - rows.count] ?? NaN)) + ahead;
};
