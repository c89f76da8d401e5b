import type { Column, TimeCell, TimestampColumn } from '../../../files/columns/column.ts';
import { formatNumber } from '../../../files/columns/writing/numberWriting.ts';
import { NumbersWriter } from '../../../files/columns/numbers.ts';
import { placeOf } from '../../../files/parts/tableParts.ts';
import type { Table } from '../../../files/readTable.ts';
import { TableStorage } from '../../../files/tableStorage.ts';
import { dateOf } from '../../../files/times/plainTimes.ts';
import { plainFormat } from '../../../files/times/timeFormat.ts';
import { formatTimestamp } from '../../../files/times/writeTime.ts';
import type { ForecastData } from '../forecastFields.ts';
import { findSeries } from '../series/findSeries.ts';
import { oncePerTable } from '../series/oncePerTable.ts';
import { readTimePart, type TimePart, timeParts } from './timeParts.ts';

/** Parts of a time that together tell one, the finest first, and how it is written. */
const wholes: readonly { readonly parts: readonly TimePart[]; readonly pattern: string }[] = [
  { parts: ['year', 'month', 'day', 'hour'], pattern: 'yyyy-MM-dd HH:mm' },
  { parts: ['year', 'month', 'day'], pattern: 'yyyy-MM-dd' },
  { parts: ['year', 'month'], pattern: 'yyyy-MM' },
  { parts: ['year', 'quarter'], pattern: `yyyy-'Q'Q` },
];

const hourLength = 3_600_000;

/**
 * A table whose time stands in several columns, a year and a month or a quarter, with their whole time in the column of
 * the year; any other table as it is. Where a config does not say so by naming that column as the time, the times must go
 * one way from row to row, or from row to row of each of several series, and no other column be a time.
 */
export const joinTimes = (table: Table, { time, inputs }: Pick<Partial<ForecastData>, 'time' | 'inputs'>): Table => {
  if (time === null || table.columns.some(({ type }) => type === 'timestamp')) return table;
  const year = table.columns.find(({ name }) => timeParts.year.test(name.trim()));
  if (!year || (time !== undefined && time !== year.name)) return table;
  // Who reads the year as a number means it as one.
  if (time === undefined && inputs?.includes(year.name)) return table;
  const found = oncePerTable(table, 'times that are joined', () => join(table, year, isInOrder));
  if (found || time === undefined) return found ?? table;
  return oncePerTable(table, 'times that are joined on request', () => join(table, year, () => true)) ?? table;
};

const join = (
  table: Table,
  year: Column,
  isFit: (joined: Table, time: TimestampColumn) => boolean,
): Table | undefined => {
  for (const { parts, pattern } of wholes) {
    const columns = parts.flatMap((part) => {
      const column =
        part === 'year'
          ? year
          : table.columns.find((other) => other !== year && timeParts[part].test(other.name.trim()));
      return column ? [{ part, column }] : [];
    });
    if (columns.length < parts.length) continue;
    const time = joinColumns(table, year, columns, pattern);
    if (!time) continue;
    const joined = { ...table, columns: table.columns.map((column) => (column === year ? time : column)) };
    if (isFit(joined, time)) return joined;
  }
  return undefined;
};

/** Undefined where a column holds something else than that part of a time. */
const joinColumns = (
  table: Table,
  year: Column,
  parts: readonly { readonly part: TimePart; readonly column: Column }[],
  pattern: string,
): TimestampColumn | undefined => {
  const read = parts.map(({ part, column }) => ({ part, column, valueAt: readTimePart(column, part) }));
  const readerOf = (wanted: TimePart) => read.find(({ part }) => part === wanted)?.valueAt;
  if (read.some(({ valueAt }) => !valueAt)) return undefined;
  const [years, months, quarters, days, hours] = (['year', 'month', 'quarter', 'day', 'hour'] as const).map(readerOf);
  const values = new NumbersWriter(new TableStorage());
  const wrong: number[] = [];
  let missing = 0;
  for (let row = 0; row < table.rows; row++) {
    const month = months?.(row) ?? 3 * (quarters?.(row) ?? NaN) - 2;
    const parts = [years?.(row) ?? NaN, month, days?.(row) ?? 1, hours?.(row) ?? 0] as const;
    const date = dateOf(parts[0], parts[1], parts[2]) + parts[3] * hourLength;
    if (parts.some((part) => Number.isNaN(part))) missing++;
    else if (Number.isNaN(date) && wrong.push(row) > 1) return undefined;
    values.push(date);
  }
  const { min, max } = values;
  if (!(min <= max)) return undefined;
  const format = plainFormat(pattern);
  const names = read.map(({ column }) => `'${column.name}'`);
  const example = formatTimestamp(min, format);
  return {
    ...{ type: 'timestamp', name: year.name, cell: year.cell, missing, examples: [example], notes: [] },
    ...{ values: values.finish(), texts: undefined, min, max, format, isOrdered: false },
    problems: wrong.map((row) => ({
      place: placeOf(table, row),
      message: `the columns ${names.join(', ')} are no date here; correct them, or set data.time to null`,
    })),
    told: [`The columns ${names.slice(0, -1).join(', ')} and ${names.at(-1)} are read as one time, as ${example}.`],
    parts: read.map(({ part, column }): TimeCell => ({
      ...{ name: column.name, cell: column.cell },
      textOf: (time) => writePart(column, part, time),
    })),
  };
};

const letters = { year: 'yyyy', month: 'M', quarter: 'Q', day: 'd', hour: 'H' } as const;

/** As the column writes it: a number as its numbers, a name as it stands there. */
const writePart = (column: Column, part: TimePart, time: number): string => {
  const text = formatTimestamp(time, plainFormat(letters[part]));
  if (column.type === 'number') return formatNumber(Number(text), column.writing);
  const valueAt = column.type === 'category' ? readTimePart(column, part) : undefined;
  for (let row = 0; valueAt && column.type === 'category' && row < column.texts.length; row++) {
    if (valueAt(row) === Number(text)) return column.texts.at(row);
  }
  return text;
};

/** Whether the times rise throughout, or fall, or do of each series. */
const isInOrder = (joined: Table, { values, problems }: TimestampColumn): boolean => {
  if (problems.length > 0) return false;
  let [rises, falls] = [0, 0];
  let isRepeated = false;
  let before = NaN;
  for (const page of values.pagesOf(values.length)) {
    for (const time of page) {
      if (Number.isNaN(time)) continue;
      if (time > before) rises++;
      else if (time < before) falls++;
      else if (time === before) isRepeated = true;
      before = time;
    }
  }
  if (!isRepeated && (rises === 0) !== (falls === 0)) return true;
  const time = joined.columns.find((column): column is TimestampColumn => column.type === 'timestamp');
  return time !== undefined && findSeries(joined, time) !== undefined;
};
