import type { ForecastData } from './forecastFields.ts';
import { findColumn, findNumbers, findTimes } from '../../files/columns/findColumn.ts';
import { joinCells } from '../../files/rows/quoteCell.ts';
import type { ForecastCodec } from './forecastCodec.ts';
import type { TableRows, TargetColumn } from '../preparedData.ts';
import type { Table } from '../../files/readTable.ts';
import { timelineOf } from '../../encoding/timeline.ts';
import { formatTimestamp } from '../../files/times/writeTime.ts';
import { offsetOf } from '../../files/times/zoneClock.ts';

/** How the rows of a series stand in the file. */
export const forecastRows = (
  table: Table,
  data: ForecastData,
  codec: ForecastCodec,
  firstComplete: number,
): TableRows => {
  const times = data.time === null ? undefined : findTimes(table, data.time);
  const targets = codec.targets.map((target): TargetColumn => {
    const { values, cell, decimalMark, decimals } = findNumbers(table, target.column);
    const digits = Math.max(decimals, target.decimals);
    const format = (value: number): string => {
      const text = value.toFixed(Math.min(digits, 20));
      return decimalMark === ',' ? text.replace('.', ',') : text;
    };
    const valueAt = (row: number): number => values.at(row);
    return {
      column: target.column,
      cell,
      decimals: digits,
      isEmpty: (row) => Number.isNaN(valueAt(row)),
      valueAt,
      textAt: (row) => (Number.isNaN(valueAt(row)) ? '' : format(valueAt(row))),
      decode: (output) => output * target.scale + target.offset,
      format,
    };
  });
  const futureTimes = (count: number): readonly number[] =>
    (times && timelineOf(times)?.after(times.values.at(table.rows - 1), count)) ?? [];
  const { format: { clock } = {}, shown } = times ?? {};
  return {
    count: table.rows,
    format: table.format,
    lineOf: table.lineOf,
    times: times?.values,
    ...(times && { futureTimes }),
    ...(clock && shown && { shownAt: (time) => time + offsetOf(clock, time) }),
    ...(table.isReversed && { isNewestFirst: true }),
    firstComplete,
    targets,
    timeTextAt: (row) => times && formatTimestamp(times.values.at(row), times.format),
    nextTimes: (count) => (times ? futureTimes(count).map((time) => formatTimestamp(time, times.format)) : []),
    formatRow: (time, values) => {
      const cells = new Array<string>(table.columns.length).fill('');
      if (time !== undefined && data.time !== null) cells[findColumn(table, data.time).cell] = time;
      for (const [index, { cell }] of targets.entries()) cells[cell] = values[index] ?? '';
      return joinCells(cells, table.format);
    },
  };
};
