import { inputsOf, targetsOf } from '../../compute/seriesRows.ts';
import type { WindowSource } from '../../compute/source.ts';
import type { Session } from '../../network/session.ts';
import { takeBreath } from '../../errands/errand.ts';
import { calendarAngle } from '../../encoding/calendar.ts';
import { encodedValue } from '../../encoding/transform/valueTransform.ts';
import type { ForecastCodec } from './forecastCodec.ts';
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
  window: number,
  count: number,
  decoder: ForecastDecoder,
): Promise<ForecastStep[]> => {
  const { columns, targetColumns, horizon } = source;
  const before = Math.min(rows.count, window + Math.max(...source.lags));
  const tail = cutTail(source, rows.count - before, rows.count, before + count);
  const times = rows.times && futurePositions(rows, count).map((time) => rows.shownAt?.(time) ?? time);
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

/** Fills the second of two encoded rows: from the forecast, the calendar, or the row before. */
const writeInputs = (pair: Float32Array, codec: ForecastCodec, step: ForecastStep, time: number | undefined): void => {
  const columns = pair.length / 2;
  pair.copyWithin(columns, 0, columns);
  let place = columns;
  for (const input of codec.inputs) {
    if (input.kind === 'category') place += input.values.length;
    else if (input.kind === 'calendar') {
      const angle = calendarAngle(time ?? 0, input.period);
      pair[place++] = Math.sin(angle);
      pair[place++] = Math.cos(angle);
    } else {
      const target = codec.targets.findIndex(({ column }) => column === input.column);
      const forecast = step[target];
      if (forecast) pair[place] = encodedValue(forecast.value, input);
      place += 1;
    }
  }
};
