import type { ForecastData } from './forecastFields.ts';
import type { NumberColumn } from '../../files/columns/column.ts';
import { findColumn, findNumbers, findTimes } from '../../files/columns/findColumn.ts';
import { formatNumber } from '../../files/columns/writing/numberWriting.ts';
import type { Texts } from '../../files/columns/texts.ts';
import { type Continuation, continueColumn } from '../../files/rows/continueColumn.ts';
import { decodedValue } from '../../encoding/transform/valueTransform.ts';
import { joinCells } from '../../files/rows/quoteCell.ts';
import type { ForecastCodec, TargetCodec } from './forecastCodec.ts';
import type { TableRows, TargetColumn } from '../preparedData.ts';
import type { Table } from '../../files/readTable.ts';
import { seriesColumns } from './series/seriesColumns.ts';
import { timelineOf } from '../../encoding/times/timeline.ts';
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
  const columns = codec.targets.map(({ column }) => findNumbers(table, column));
  let texts: ReadonlyMap<number, Texts> = new Map();
  const targets = columns.map((column, index) => targetColumn(column, codec.targets[index], () => texts));
  let counting: readonly Counting[] | undefined;
  let constant: readonly ConstantCell[] | undefined;
  const futureTimes = (count: number): readonly number[] =>
    (times && timelineOf(times)?.after(times.values.at(table.rows - 1), count)) ?? [];
  // What the file is called is no part of its rows.
  const width = table.columns.filter(({ cell }) => cell >= 0).length;
  let known: readonly number[] = [];
  const aheadAt = (ahead: number): number | undefined => {
    // Rows are asked for one after the other.
    if (ahead > known.length) known = futureTimes(2 * ahead);
    return known[ahead - 1];
  };
  const { format: { clock } = {}, shown } = times ?? {};
  const isOneCell = times?.parts === undefined;
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
    timeTextAt: (row) =>
      times &&
      ((isOneCell ? (texts.get(times.cell) ?? times.texts) : undefined)?.at(row) ??
        formatTimestamp(times.values.at(row), times.format)),
    loadTexts: async () => {
      texts = await table.readTexts(times && isOneCell ? [...columns, times] : columns);
    },
    nextTimes: (count) => (times ? futureTimes(count).map((time) => formatTimestamp(time, times.format)) : []),
    formatRow: (time, values, ahead) => {
      const cells = new Array<string>(width).fill('');
      constant ??= findConstant(table, data);
      for (const { cell, text } of constant) cells[cell] = text;
      counting ??= findCounting(table, data);
      for (const { column, valueAt } of counting) cells[column.cell] = formatNumber(valueAt(ahead), column.writing);
      for (const name of seriesColumns(data.series)) {
        const column = table.columns.find((other) => other.name === name);
        if (column && column.cell >= 0) cells[column.cell] = column.texts?.at(table.rows - 1) ?? '';
      }
      if (time !== undefined && data.time !== null) cells[findColumn(table, data.time).cell] = time;
      const next = isOneCell ? undefined : aheadAt(ahead);
      for (const { cell, textOf } of times?.parts ?? []) if (next !== undefined) cells[cell] = textOf(next);
      for (const [index, { cell }] of targets.entries()) cells[cell] = values[index] ?? '';
      return joinCells(cells, table.format);
    },
  };
};

const targetColumn = (
  { name, values, cell, texts: kept, writing, decimals }: NumberColumn,
  target: TargetCodec | undefined,
  texts: () => ReadonlyMap<number, Texts>,
): TargetColumn => {
  const { decimals: known = 0 } = target ?? {};
  const digits = Math.max(decimals, known);
  const format = (value: number): string =>
    formatNumber(value, { ...writing, decimals: writing.exponent ? writing.decimals : digits });
  const valueAt = (row: number): number => values.at(row);
  return {
    column: name,
    cell,
    decimals: digits,
    isEmpty: (row) => Number.isNaN(valueAt(row)),
    valueAt,
    textAt: (row) => (texts().get(cell) ?? kept)?.at(row) ?? format(valueAt(row)),
    decode: (output) => (target ? decodedValue(output, target) : output),
    format,
  };
};

interface Counting {
  readonly column: NumberColumn;
  readonly valueAt: Continuation;
}

/** Columns that count the rows in one way or another, and go on by themselves. */
const findCounting = ({ columns }: Table, { targets }: ForecastData): Counting[] =>
  columns.flatMap((column) => {
    if (column.type !== 'number' || targets.includes(column.name)) return [];
    const valueAt = continueColumn(column);
    return valueAt ? [{ column, valueAt }] : [];
  });

interface ConstantCell {
  readonly cell: number;
  readonly text: string;
}

/** Columns that say the same in every row, as what a series is called does: they say it in the next ones, too. */
const findConstant = (table: Table, { targets, inputs, series }: ForecastData): ConstantCell[] =>
  table.columns.flatMap(({ name, type, cell, texts }) => {
    if (targets.includes(name) || !texts || cell < 0 || table.rows < 2) return [];
    // What a forecast goes by may change yet, unless it is that which sets series apart.
    if (type === 'number' && inputs.includes(name) && (series ?? null) === null) return [];
    const text = texts.at(0);
    for (let row = 1; row < table.rows; row++) if (texts.at(row) !== text) return [];
    return [{ cell, text }];
  });
