import type { ForecastData } from '../forecastFields.ts';
import type { TimestampColumn } from '../../../files/columns/column.ts';
import { findTimes, unknownColumn } from '../../../files/columns/findColumn.ts';
import type { Table } from '../../../files/readTable.ts';
import { inTimeOrder, isNewestFirst } from '../../../files/series/inTimeOrder.ts';
import { describeStep } from '../../../encoding/times/describeStep.ts';
import { describeHoles } from '../../../encoding/times/timeHoles.ts';
import type { Timeline } from '../../../encoding/times/timeline.ts';
import type { ConfigProblem } from '../../config/completion.ts';
import { type ChosenSeries, chooseSeries } from './chooseSeries.ts';
import { describeRepeats } from './oddSeries.ts';
import { isAscending } from './seriesTables.ts';

/** A table as a series: in the order of time, where a column tells it. */
export interface OpenedSeries {
  /** Of several series, the longest: it says how they go on. */
  readonly table: Table;
  readonly time: TimestampColumn | undefined;
  readonly timeZone: string | null;
  /** All of them, where there are several. */
  readonly several: ChosenSeries | undefined;
}

/** Throws an `InputError` for times that are missing or in no order, and for series that cannot be told apart. */
export const openSeries = (
  read: Table,
  wanted: Pick<Partial<ForecastData>, 'series' | 'time' | 'timeZone'>,
  problems: ConfigProblem[],
  choices: string[],
): OpenedSeries => {
  const timeZone = wanted.timeZone ?? null;
  const several = chooseSeries(read, wanted, choices);
  const name = several && wanted.time === undefined ? several.time : chooseTime(read, wanted.time, problems);
  const { table, told } = several?.longest ?? inTimeOrder(read, name ?? null, timeZone);
  if (name === undefined) return { table, time: undefined, timeZone, several };
  const time = findTimes(table, name);
  if (wanted.time === undefined) choices.push(`The time is '${name}'.`);
  choices.push(...time.told, ...told);
  if (several) choices.push(...describeRepeats(several.tables, name, several.longest));
  return { table, time, timeZone, several };
};

/** How often the rows come, and where they do not. */
export const describeTimeline = (
  time: TimestampColumn,
  timeline: Timeline,
  lineOf: (row: number) => number,
): string[] => [`Rows come ${describeStep(timeline.step)}.`, ...describeHoles(time.values, timeline, lineOf)];

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
