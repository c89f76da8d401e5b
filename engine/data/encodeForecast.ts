import type { WindowSource } from '../compute/source.ts';
import type { ForecastData } from '../config.ts';
import type { Baselines, Metrics } from '../protocol.ts';
import { anchorLags } from './anchorLags.ts';
import { calendarAngle } from './calendar.ts';
import type { ForecastCodec, InputCodec } from './codec.ts';
import { findInput, findNumbers, findTimes } from './findColumn.ts';
import { countInputs } from './fitForecast.ts';
import { ForecastErrors } from './forecastMetrics.ts';
import { listWindows } from './forecastWindows.ts';
import { count } from './proposeTask.ts';
import type { Table } from './readTable.ts';
import { fillForward } from './scale.ts';

/** A table as a series of windows. */
export interface EncodedForecast {
  readonly source: WindowSource;
  readonly examples: Int32Array;
  readonly firstComplete: number;
  readonly dropped: readonly string[];
  readonly score: (outputs: Float32Array, examples: Int32Array) => Metrics;
  readonly baselines: (examples: Int32Array) => Baselines;
}

/** An empty target takes the value before it in the source, to anchor to; no window that is learned from or scored ends on one. */
export const encodeForecast = (table: Table, data: ForecastData, codec: ForecastCodec): EncodedForecast => {
  const { rows } = table;
  const columns = countInputs(codec);
  const values = new Float32Array(rows * columns);
  const dropped: string[] = [];
  const times = data.time === null ? undefined : findTimes(table, data.time).values;
  let firstComplete = 0;
  let place = 0;
  for (const input of codec.inputs) {
    const target = { values, columns, place };
    if (input.kind === 'number') {
      const first = encodeNumbers(table, input, target, dropped);
      firstComplete = Math.max(firstComplete, first);
      place += 1;
    } else if (input.kind === 'category') {
      encodeCategories(table, input, target, dropped);
      place += input.values.length;
    } else {
      for (let row = 0; row < rows; row++) {
        const angle = calendarAngle(times?.[row] ?? 0, input.period);
        values[row * columns + place] = Math.sin(angle);
        values[row * columns + place + 1] = Math.cos(angle);
      }
      place += 2;
    }
  }
  if (firstComplete > 0)
    dropped.push(`The first ${count(firstComplete, 'row')} lack a value in an input and are left out.`);

  const targetCount = codec.targets.length;
  const actual = codec.targets.map(({ column }) => findNumbers(table, column).values);
  const filled = actual.map(fillForward);
  const isEmpty = new Uint8Array(rows);
  const targets = new Float32Array(rows * targetCount);
  for (const [index, { offset, scale }] of codec.targets.entries()) {
    const cells = actual[index] ?? new Float64Array(0);
    const encoded = filled[index] ?? cells;
    for (let row = 0; row < rows; row++) {
      if (Number.isNaN(cells[row])) isEmpty[row] = 1;
      targets[row * targetCount + index] = ((encoded[row] ?? NaN) - offset) / scale;
    }
  }
  const examples = listWindows(isEmpty, firstComplete, data);
  const emptyRows = isEmpty.reduce((sum, flag) => sum + flag, 0);
  if (emptyRows > 0) {
    dropped.push(
      `${count(emptyRows, 'row has', 'rows have')} no value of ${data.targets.join(' or ')} and are no targets.`,
    );
  }
  const { window, horizon, season } = data;
  const source: WindowSource = {
    kind: 'windows',
    values,
    columns,
    targets,
    targetColumns: targetCount,
    horizon,
    lags: anchorLags(codec),
  };

  const measure = (
    scored: Int32Array,
    forecast: (firstTarget: number, step: number, target: number, index: number) => number,
  ): Metrics => {
    const errors = new ForecastErrors(codec.naiveErrors);
    for (let index = 0; index < scored.length; index++) {
      const firstTarget = (scored[index] ?? 0) + window;
      for (let step = 0; step < horizon; step++) {
        for (let target = 0; target < targetCount; target++) {
          errors.add(target, actual[target]?.[firstTarget + step] ?? NaN, forecast(firstTarget, step, target, index));
        }
      }
    }
    return errors.metrics();
  };
  const lastValue = (firstTarget: number, _step: number, target: number): number =>
    filled[target]?.[firstTarget - 1] ?? NaN;

  return {
    source,
    examples,
    firstComplete,
    dropped,
    score: (outputs, scored) =>
      measure(scored, (_first, step, target, index) => {
        const { offset = 0, scale = 1 } = codec.targets[target] ?? {};
        return (outputs[(index * horizon + step) * targetCount + target] ?? NaN) * scale + offset;
      }),
    baselines: (scored) => ({
      lastValue: measure(scored, lastValue),
      ...(season > 0 && {
        seasonalNaive: measure(scored, (firstTarget, step, target) => {
          const known = firstTarget - season + (step % season);
          // In the very first season there is none before it.
          return known < 0 ? lastValue(firstTarget, step, target) : (filled[target]?.[known] ?? NaN);
        }),
      }),
    }),
  };
};

interface Destination {
  readonly values: Float32Array;
  readonly columns: number;
  /** First of the columns to write. */
  readonly place: number;
}

/** Returns the first row that has a value. Later gaps are filled with the value before them. */
const encodeNumbers = (
  table: Table,
  { column: name, offset, scale }: Extract<InputCodec, { kind: 'number' }>,
  { values, columns, place }: Destination,
  dropped: string[],
): number => {
  const cells = findNumbers(table, name).values;
  let first = 0;
  while (first < cells.length && Number.isNaN(cells[first])) first++;
  let gaps = 0;
  let last = NaN;
  for (let row = first; row < cells.length; row++) {
    const value = cells[row] ?? NaN;
    if (Number.isNaN(value)) gaps++;
    else last = (value - offset) / scale;
    values[row * columns + place] = last;
  }
  noteGaps(dropped, name, gaps);
  return first;
};

const encodeCategories = (
  table: Table,
  { column: name, values: known }: Extract<InputCodec, { kind: 'category' }>,
  { values, columns, place }: Destination,
  dropped: string[],
): void => {
  const column = findInput(table, name);
  // A file with few values may have numbers where the codec knows words: none of them is known.
  const categories = column.type === 'category' ? column.categories : [];
  const slots = categories.map((category) => known.indexOf(category));
  const ids = column.type === 'category' ? column.ids : new Int32Array(0);
  let gaps = 0;
  let unseen = 0;
  let last = -1;
  for (let row = 0; row < table.rows; row++) {
    const id = ids[row] ?? -1;
    if (id < 0) gaps++;
    else {
      last = slots[id] ?? -1;
      if (last < 0) unseen++;
    }
    if (last >= 0) values[row * columns + place + last] = 1;
  }
  noteGaps(dropped, name, gaps);
  if (unseen > 0) {
    dropped.push(
      `${count(unseen, 'row has', 'rows have')} a value of ${name} that the training rows do not have; it counts as none.`,
    );
  }
};

const noteGaps = (dropped: string[], name: string, gaps: number): void => {
  if (gaps > 0)
    dropped.push(`${count(gaps, 'empty cell')} of ${name} ${gaps === 1 ? 'counts' : 'count'} as the value before.`);
};
