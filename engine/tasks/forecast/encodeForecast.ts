import type { WindowSource } from '../../compute/source.ts';
import type { ForecastData } from './forecastFields.ts';
import type { Baselines } from '../../protocol.ts';
import { ScratchFile } from '../../scratchFile.ts';
import { anchorLags } from './anchorLags.ts';
import type { ForecastCodec } from './forecastCodec.ts';
import { putStretch, stretchOf } from '../../encoding/encodedRows.ts';
import { findNumbers, findTimes } from '../../files/columns/findColumn.ts';
import { describeUnknown } from './columns/describeUnknown.ts';
import { futureClock } from './columns/futureClock.ts';
import { foresees } from './columns/knownAhead.ts';
import { KnownRowsWriter } from './columns/knownRows.ts';
import { countInputs } from './fitForecast.ts';
import { ForecastScorer, simpleBaselines } from './forecastScorer.ts';
import { listWindows } from './forecastWindows.ts';
import { farValue, farthest } from '../../encoding/farValue.ts';
import { encodedValue } from '../../encoding/transform/valueTransform.ts';
import { inputEncoder } from '../../encoding/inputEncoder.ts';
import { pageLength } from '../../files/columns/numbers.ts';
import type { Calibration } from '../model.ts';
import type { Scorer } from '../preparedData.ts';
import { SimpleForecasts } from '../simple/simpleForecasts.ts';
import { type TargetScales, oneScale } from '../simple/targetScales.ts';
import { takesValue } from './transform/takesValue.ts';
import { count } from '../../words/count.ts';
import type { Table } from '../../files/readTable.ts';

/** A table as a series of windows. */
export interface EncodedForecast {
  readonly source: WindowSource;
  readonly examples: Int32Array;
  readonly firstComplete: number;
  readonly dropped: readonly string[];
  readonly scorer: (calibration?: Calibration) => Scorer;
  readonly simple: SimpleForecasts;
  readonly scales: TargetScales;
  /** Milliseconds since 1970 that the clock shows at a row, where there are times. */
  readonly timeAt?: ((row: number) => number) | undefined;
  readonly baselines: (examples: Int32Array) => Baselines;
}

/**
 * An empty target takes the value before it in the source, to anchor to; no window that is learned from or scored ends
 * on one.
 * @param limit bytes that are kept in memory
 */
export const encodeForecast = (
  table: Table,
  data: ForecastData,
  codec: ForecastCodec,
  limit: number,
): EncodedForecast => {
  const { rows } = table;
  const columns = countInputs(codec);
  const targetColumns = codec.targets.length;
  const time = data.time === null ? undefined : findTimes(table, data.time);
  const times = time?.shown ?? time?.values;
  // A window may begin before the first value of a column that is flagged, unless it is one to go on from.
  const flagged = codec.inputs.flatMap((input) => (input.kind === 'missing' ? [input.column] : []));
  const mayLack = (name: string): boolean => flagged.includes(name) && !data.targets.includes(name);
  const encoders = codec.inputs.map((input) =>
    inputEncoder(table, input, times, input.kind === 'number' && mayLack(input.column)),
  );
  const actual = codec.targets.map(({ column }) => findNumbers(table, column).values);
  const isLarge = rows * (columns + targetColumns) * 4 > limit;
  const values = isLarge ? new ScratchFile() : new Float32Array(rows * columns);
  const targets = isLarge ? new ScratchFile() : new Float32Array(rows * targetColumns);
  const areCounts = codec.targets.some(({ isCount }) => isCount);
  const units = areCounts ? (isLarge ? new ScratchFile() : new Float32Array(rows * targetColumns)) : undefined;
  const ahead = foresees(data) ? new KnownRowsWriter(codec.inputs, data, rows + data.horizon, isLarge) : undefined;
  const isEmpty = new Uint8Array(rows);
  let emptyRows = 0;
  const untaken = { count: 0, first: 0 };
  const last = new Float64Array(targetColumns).fill(NaN);

  for (let from = 0; from < rows; from += pageLength) {
    const to = Math.min(rows, from + pageLength);
    const inputs = stretchOf(values, from * columns, to * columns);
    let column = 0;
    for (const encoder of encoders) {
      encoder.encode(from, to, inputs, columns, column);
      column += encoder.width;
    }
    putStretch(values, inputs);
    ahead?.add(inputs, columns);
    const outputs = stretchOf(targets, from * targetColumns, to * targetColumns);
    for (const [index, target] of codec.targets.entries()) {
      const cells = actual[index]?.read(from, to) ?? new Float64Array(0);
      let value = last[index] ?? NaN;
      for (let row = 0; row < cells.length; row++) {
        const cell = cells[row] ?? NaN;
        if (Number.isNaN(cell)) {
          if (isEmpty[from + row] === 0) emptyRows++;
          isEmpty[from + row] = 1;
        } else {
          if (!takesValue(cell, data) && untaken.count++ === 0) untaken.first = from + row;
          value = encodedValue(cell, target);
          if (Math.abs(value) > farthest) throw farValue(table, target.column, from + row);
        }
        outputs[row * targetColumns + index] = value;
      }
      last[index] = value;
    }
    putStretch(targets, outputs);
    if (units) {
      const scales = stretchOf(units, from * targetColumns, to * targetColumns);
      for (let place = 0; place < scales.length; place++) {
        scales[place] = codec.targets[place % targetColumns]?.scale ?? NaN;
      }
      putStretch(units, scales);
    }
  }

  const firstComplete = encoders.reduce((first, encoder) => Math.max(first, encoder.firstComplete), 0);
  const dropped = encoders.flatMap((encoder) => encoder.describe());
  if (firstComplete > 0)
    dropped.push(`The first ${count(firstComplete, 'row')} lack a value in an input and are left out.`);
  if (emptyRows > 0) {
    dropped.push(
      `${count(emptyRows, 'row has', 'rows have')} no value of ${data.targets.join(' or ')} and are no targets.`,
    );
  }
  if (untaken.count > 0) {
    const values = count(untaken.count, 'value of a target is', 'values of targets are');
    const place = `line ${table.lineOf(untaken.first)}${untaken.count > 1 ? ' the first' : ''}`;
    dropped.push(
      `${values} none that ${data.transform ?? 'none'} is meant for (${place}); by a straight line on from it they are taken all the same.`,
    );
  }
  dropped.push(...describeUnknown(table, data));
  const { window, horizon, season } = data;
  const lags = anchorLags(codec);
  const source: WindowSource = {
    ...{ kind: 'windows', values, columns, targets, targetColumns, horizon, lags },
    ...(units && { units }),
    ...(ahead && { known: ahead.finish(futureClock(time, horizon)) }),
  };
  const smoothing = codec.smoothing ?? [];
  const simple = new SimpleForecasts({ values: actual, starts: [0], season, window, smoothing });
  const scales = oneScale(codec);
  const score = { codec, scales, window, simple };
  return {
    source,
    examples: listWindows(isEmpty, firstComplete, data),
    firstComplete,
    dropped,
    simple,
    scales,
    timeAt: times && ((row) => times.at(row)),
    scorer: (calibration) => new ForecastScorer(score, calibration),
    baselines: (examples) => simpleBaselines(score, examples),
  };
};
