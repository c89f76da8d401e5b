import type { ForecastPlot } from '../../../engine/protocol.ts';
import type { Line } from '../../chart/decimate.ts';

/** One column of a forecast, cut where the file ends and the future begins. */
export interface ForecastLines {
  readonly actual: Line;
  readonly predicted: Line;
  /** Begins at the last known row, so that its line joins on. */
  readonly future: Line;
  readonly low: Line;
  readonly high: Line;
  /** First x after the last known value; undefined when the plot shows no future. */
  readonly futureStart: number | undefined;
}

/** Cuts a column of the plot into the lines the chart draws. */
export const forecastLines = (series: ForecastPlot['series'][number]): ForecastLines => {
  const { x, actual, predicted, low, high } = series;
  const last = actual.findLastIndex((value) => value !== null);
  const joint = Math.max(0, last);
  return {
    actual: { x, y: actual },
    predicted: { x: x.slice(0, last + 1), y: predicted.slice(0, last + 1) },
    future:
      last + 1 < x.length
        ? { x: x.slice(joint), y: [actual[joint] ?? null, ...predicted.slice(joint + 1)] }
        : { x: [], y: [] },
    low: { x, y: low },
    high: { x, y: high },
    futureStart: x[last + 1],
  };
};
