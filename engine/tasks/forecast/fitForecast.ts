import type { ForecastData } from './forecastFields.ts';
import { anchorLags } from './anchorLags.ts';
import { calendarPeriods } from '../../encoding/calendar.ts';
import type { CalendarPeriod, InputCodec, Scale } from '../../encoding/codec.ts';
import type { ForecastCodec, TargetCodec } from './forecastCodec.ts';
import type { CategoryColumn, NumberColumn, TimestampColumn } from '../../files/columns/column.ts';
import { findColumn, findInput, findNumbers, findTimes } from '../../files/columns/findColumn.ts';
import { flaggedInputs } from './columns/flaggedInputs.ts';
import { naiveError } from './forecastMetrics.ts';
import { type InputWidth, sumWidths, widthsOf } from './forecastShape.ts';
import { type Numbers, pairsOf } from '../../files/columns/numbers.ts';
import type { Table } from '../../files/readTable.ts';
import { fitScale } from '../../encoding/scale.ts';
import { fitTransform } from '../../encoding/transform/fitTransform.ts';
import { transformedNumbers } from '../../encoding/transform/transformedNumbers.ts';
import type { TransformedScale } from '../../encoding/transform/valueTransform.ts';
import { tameUnit } from '../../encoding/tameUnit.ts';
import { describeStep } from '../../encoding/times/describeStep.ts';
import { holidayWidth } from '../../encoding/times/holidayInput.ts';
import { type Timeline, timelineOf } from '../../encoding/times/timeline.ts';
import { dayLength } from '../../encoding/times/timeStep.ts';

/** Where times are read, of a table of several series one of them: rows from its first on. */
interface TimedRows {
  readonly table: Table;
  readonly trainRows: number;
}

/** Fits scales, categories and calendar to the first `trainRows` rows; the rows after them are never looked at. */
export const fitForecast = (
  table: Table,
  data: ForecastData,
  trainRows: number,
  timed: TimedRows = { table, trainRows },
): ForecastCodec => {
  const { anchor, season, horizon } = data;
  const inputs = data.inputs.map((name): InputCodec => {
    const column = findInput(table, name);
    return column.type === 'number'
      ? { kind: 'number', column: name, ...fitNumbers(table, name, data, trainRows) }
      : {
          ...{ kind: 'category', column: name, values: seenCategories(column, trainRows) },
          ...(data.static?.includes(name) && { isStatic: true }),
        };
  });
  const targetColumns = data.targets.map((name) => findNumbers(table, name));
  const targets = targetColumns.map((column): TargetCodec => ({
    column: column.name,
    decimals: column.decimals,
    ...(isNonNegative(column, data, trainRows) && { nonNegative: true }),
    ...fitTarget(column, data, trainRows),
  }));
  const times = data.time === null ? undefined : findTimes(timed.table, data.time);
  const periods = times && data.calendar ? periodsOf(times, timed.trainRows) : [];
  const timeline = times && timelineOf(times, timed.trainRows);
  const flags = flaggedInputs(table, data, trainRows).map((column): InputCodec => ({ kind: 'missing', column }));
  return {
    kind: 'forecast',
    inputs: [
      ...inputs,
      ...flags,
      ...periods.map((period): InputCodec => ({ kind: 'calendar', period })),
      ...holidaysFor(data, timeline),
    ],
    targets,
    anchor,
    season,
    horizon,
    naiveErrors: targetColumns.map(({ values }) => naiveError(values, trainRows, season || 1)),
    ...(timeline && { step: timeline.step.length }),
    ...(timeline?.step.months === 0 && { rhythm: describeStep(timeline.step) }),
  };
};

const holidaysFor = ({ holidays = null }: ForecastData, timeline: Timeline | undefined): InputCodec[] => {
  if (holidays === null || !timeline) return [];
  return [{ kind: 'holidays', country: holidays, days: Math.max(1, Math.round(timeline.step.length / dayLength)) }];
};

/** The scale of an input of numbers, by its first rows. */
export const fitNumbers = (table: Table, name: string, data: ForecastData, trainRows: number): TransformedScale => {
  const { values } = findNumbers(table, name);
  // The past of a target is read as what it is learned as.
  const transform = data.targets.includes(name) ? fitTransform(values, trainRows, data) : undefined;
  const scale = fitScale(transformedNumbers(values, transform), trainRows, data.scaling);
  return { ...scale, ...(transform && { transform }) };
};

/** The scale of a target, by its first rows: of its values, or of the differences that an anchored network learns. */
export const fitTarget = ({ values }: NumberColumn, data: ForecastData, trainRows: number): TransformedScale => {
  const transform = fitTransform(values, trainRows, data);
  const learned = transformedNumbers(values, transform);
  const scale =
    data.anchor === 'none' ? fitScale(learned, trainRows, data.scaling) : fitDifferences(learned, data, trainRows);
  return { ...scale, ...(transform && { transform }) };
};

/** Whether forecasts of a column stop at 0: as it is asked for, or where none of its first rows is below. */
const isNonNegative = ({ values }: NumberColumn, { nonNegative }: ForecastData, trainRows: number): boolean => {
  if (nonNegative !== undefined) return nonNegative;
  for (const page of values.pagesOf(trainRows)) if (page.some((value) => value < 0)) return false;
  return true;
};

/** Values that the network will read per step of each input, without fitting anything to the values of columns. */
export const foreseeInputs = (
  table: Table,
  data: ForecastData,
  trainRows: number,
  timed: TimedRows = { table, trainRows },
): readonly InputWidth[] => {
  const widths = data.inputs.map((name): InputWidth => {
    const column = findInput(table, name);
    return column.type === 'category'
      ? { column: name, isNumber: false, width: seenCategories(column, trainRows).length }
      : { column: name, isNumber: true, width: 1 };
  });
  const times = data.time === null ? undefined : findColumn(timed.table, data.time);
  const periods = data.calendar && times?.type === 'timestamp' ? periodsOf(times, timed.trainRows) : [];
  const timeline = times?.type === 'timestamp' ? timelineOf(times, timed.trainRows) : undefined;
  const ofTime = [...periods.map(() => 2), ...holidaysFor(data, timeline).map(() => holidayWidth)];
  const flags = flaggedInputs(table, data, trainRows).map((column) => ({ column, isNumber: false, width: 1 }));
  return [...widths, ...flags, ...ofTime.map((width) => ({ column: undefined, isNumber: false, width }))];
};

const periodsOf = (times: TimestampColumn, trainRows: number): readonly CalendarPeriod[] => {
  const { values } = times;
  const timeline = timelineOf(times, trainRows);
  return timeline ? calendarPeriods(timeline.step, values.at(trainRows - 1) - values.at(0)) : [];
};

/** Values the network reads per step. */
export const countInputs = (codec: ForecastCodec): number => sumWidths(widthsOf(codec));

const seenCategories = ({ ids, categories }: CategoryColumn, rows: number): string[] => {
  const isSeen = new Uint8Array(categories.length);
  for (let row = 0, left = categories.length; row < rows && left > 0; row++) {
    const id = ids.at(row);
    if (id === 0 || isSeen[id - 1] === 1) continue;
    isSeen[id - 1] = 1;
    left--;
  }
  return categories.filter((_, id) => isSeen[id] === 1);
};

/** Differences over every step of the horizon are measured on so many of the newest training rows: more change no digit that matters. */
const measuredRows = 250_000;

/**
 * An anchored network learns differences: they, not the levels, get unit size. The offset cancels in a difference and
 * only keeps the encoded numbers small.
 */
const fitDifferences = (values: Numbers, data: ForecastData, rows: number): Scale => {
  const { offset, scale: level } = fitScale(values, rows, data.scaling === 'none' ? 'none' : 'standard');
  if (data.scaling === 'none') return { offset, scale: 1 };
  const unit = tameUnit(level);
  const totals = { unit, squares: 0, largest: 0, pairs: 0 };
  for (const lag of new Set(anchorLags(data))) {
    for (const { later, earlier } of pairsOf(values, rows, lag, rows - measuredRows)) {
      addDifferences(totals, later, earlier);
    }
  }
  const { squares, largest, pairs } = totals;
  const size = data.scaling === 'minmax' ? largest : Math.sqrt(squares / Math.max(1, pairs));
  return { offset, scale: size * unit || 1 };
};

/** A function of its own: within the loops around it, it is compiled to slower code. */
const addDifferences = (
  totals: { readonly unit: number; squares: number; largest: number; pairs: number },
  later: Float64Array,
  earlier: Float64Array,
): void => {
  const { unit } = totals;
  let { squares, largest, pairs } = totals;
  for (let index = 0; index < later.length; index++) {
    const difference = ((later[index] ?? NaN) - (earlier[index] ?? NaN)) / unit;
    if (Number.isNaN(difference)) continue;
    squares += difference * difference;
    if (Math.abs(difference) > largest) largest = Math.abs(difference);
    pairs++;
  }
  Object.assign(totals, { squares, largest, pairs });
};
