import type { ForecastData } from './forecastFields.ts';
import type { TimestampColumn } from '../../files/columns/column.ts';
import { findTimes, firstWrongTime, unknownColumn } from '../../files/columns/findColumn.ts';
import type { Numbers } from '../../files/columns/numbers.ts';
import type { Table } from '../../files/readTable.ts';
import { inTimeOrder, isNewestFirst } from '../../files/series/inTimeOrder.ts';
import { describeStep } from '../../encoding/describeStep.ts';
import { describeHoles } from '../../encoding/timeHoles.ts';
import type { Timeline } from '../../encoding/timeline.ts';
import type { ConfigProblem } from '../config/completion.ts';

/** A table as a series: in the order of time, where a column tells it. */
export interface OpenedSeries {
  readonly table: Table;
  readonly time: TimestampColumn | undefined;
  readonly timeZone: string | null;
}

/** Throws an `InputError` for times that are missing or in no order. */
export const openSeries = (
  read: Table,
  wanted: Pick<Partial<ForecastData>, 'time' | 'timeZone'>,
  problems: ConfigProblem[],
  choices: string[],
): OpenedSeries => {
  const timeZone = wanted.timeZone ?? null;
  const name = chooseTime(read, wanted.time, problems);
  if (name === undefined) return { table: read, time: undefined, timeZone };
  const { table, told } = inTimeOrder(read, name, timeZone);
  const time = findTimes(table, name);
  if (wanted.time === undefined) choices.push(`The time is '${name}'.`);
  choices.push(...time.told, ...told);
  return { table, time, timeZone };
};

/** How often the rows come, and where they do not. */
export const describeTimeline = (
  time: TimestampColumn,
  timeline: Timeline,
  lineOf: (row: number) => number,
): string[] => [`There is a row ${describeStep(timeline.step)}.`, ...describeHoles(time.values, timeline, lineOf)];

const chooseTime = (table: Table, wanted: string | null | undefined, problems: ConfigProblem[]): string | undefined => {
  if (wanted === null) return undefined;
  if (wanted === undefined) {
    const times = table.columns.filter((column): column is TimestampColumn => column.type === 'timestamp');
    return (times.find(({ values }) => isAscending(values) || isNewestFirst(values)) ?? times[0])?.name;
  }
  const column = table.columns.find(({ name }) => name === wanted);
  if (column?.type === 'timestamp') return wanted;
  const message = column
    ? `'${wanted}' does not hold dates or times; set it to null for none, or say in data.timeFormat how they are written`
    : unknownColumn(
        wanted,
        table.columns.map(({ name }) => name),
      );
  problems.push({ path: 'data.time', message });
  return undefined;
};

const isAscending = (values: Numbers): boolean => {
  let before = -Infinity;
  for (const page of values.pagesOf(values.length)) {
    if (firstWrongTime(page, before) < page.length) return false;
    before = page.at(-1) ?? before;
  }
  return true;
};
