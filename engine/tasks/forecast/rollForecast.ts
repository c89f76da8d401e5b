import { inputsOf, targetsOf } from '../../compute/seriesRows.ts';
import type { KnownRows, WindowSource } from '../../compute/source.ts';
import type { Session } from '../../network/session.ts';
import { takeBreath } from '../../errands/errand.ts';
import { encodedValue } from '../../encoding/transform/valueTransform.ts';
import { foresees } from './columns/knownAhead.ts';
import { KnownRowsWriter } from './columns/knownRows.ts';
import { moveOn } from './columns/moveOn.ts';
import type { ForecastCodec } from './forecastCodec.ts';
import type { ForecastData } from './forecastFields.ts';
import { widthsOf } from './forecastShape.ts';
import type { TableRows } from '../preparedData.ts';
import { futurePositions } from './futurePositions.ts';
import type { Forecast, ForecastDecoder } from './forecastDecoder.ts';
import { readOutputs } from './predictWindows.ts';

/** Forecasts of all targets for one step after the last row. */
export type ForecastStep = readonly Forecast[];

/**
 * The `count` steps after the last row. As far as the horizon they come from the network at once; beyond it the
 * forecasts are read as if they had happened, the other inputs keep their last value, the calendar moves on; a baseline
 * that they are blended with goes on from the last row, however far.
 * There is no interval beyond the horizon: nothing is known of those errors. Leaves `session` with another source.
 */
export const rollForecast = async (
  session: Session,
  source: WindowSource,
  rows: TableRows,
  codec: ForecastCodec,
  data: ForecastData,
  count: number,
  decoder: ForecastDecoder,
): Promise<ForecastStep[]> => {
  const { columns, targetColumns, horizon } = source;
  const { window } = data;
  const before = Math.min(rows.count, window + Math.max(...source.lags));
  const times = rows.times && futurePositions(rows, count + horizon).map((time) => rows.shownAt?.(time) ?? time);
  const tail = {
    ...cutTail(source, rows.count - before, rows.count, before + count),
    ...(foresees(data) && {
      known: knownOfTail(
        source,
        rows.count - before,
        rows.count,
        codec,
        data,
        times ?? new Array<number>(count + horizon).fill(0),
      ),
    }),
  };
  const steps: ForecastStep[] = [];
  for (let first = 0; first < count; first += horizon) {
    await takeBreath({ doing: 'predicting', share: first / count });
    session.load(tail);
    const example = Int32Array.of(before + first - window);
    const read = readOutputs(session, tail, example);
    for (let ahead = 0; ahead < Math.min(horizon, count - first); ahead++) {
      const step = rows.targets.map((_, target): Forecast => {
        const output = read(0, ahead, target);
        if (first === 0) return decoder.forecast(rows.count, ahead, target, output);
        return { value: decoder.value(rows.count, first + ahead, target, output.mean) };
      });
      const row = before + steps.length;
      step.forEach(({ value }, target) => {
        const by = codec.targets[target] ?? { offset: 0, scale: 1 };
        tail.targets[row * targetColumns + target] = encodedValue(value, by);
      });
      writeInputs(tail.values.subarray((row - 1) * columns, (row + 1) * columns), codec, step, times?.[steps.length]);
      steps.push(step);
    }
  }
  return steps;
};

/** The last rows, `from` to `to`, with room for more. */
const cutTail = (source: WindowSource, from: number, to: number, rows: number) => {
  const { columns, targetColumns, horizon, lags } = source;
  const values = new Float32Array(rows * columns);
  values.set(inputsOf(source, from, to));
  const targets = new Float32Array(rows * targetColumns);
  targets.set(targetsOf(source, from, to));
  return { kind: 'windows', values, columns, targets, targetColumns, horizon, lags } satisfies WindowSource;
};

/** What is known of the last rows, and of `count` steps after them and their horizon: what is not is as in the last row. */
const knownOfTail = (
  source: WindowSource,
  from: number,
  to: number,
  { inputs }: ForecastCodec,
  data: ForecastData,
  ahead: readonly number[],
): KnownRows => {
  const writer = new KnownRowsWriter(inputs, data, to - from + ahead.length, false);
  writer.add(inputsOf(source, from, to), source.columns);
  return writer.finish(ahead);
};

/** Fills the second of two encoded rows: from the forecast, the calendar, or the row before. */
const writeInputs = (pair: Float32Array, codec: ForecastCodec, step: ForecastStep, time: number | undefined): void => {
  const columns = pair.length / 2;
  pair.copyWithin(columns, 0, columns);
  moveOn(
    pair.subarray(columns),
    codec.inputs,
    time ?? 0,
    codec.targets.map(({ column }) => column),
  );
  let place = columns;
  for (const [index, { width }] of widthsOf(codec).entries()) {
    const input = codec.inputs[index];
    const forecast = input?.kind === 'number' && step[codec.targets.findIndex(({ column }) => column === input.column)];
    if (forecast) pair[place] = encodedValue(forecast.value, input);
    place += width;
  }
};
