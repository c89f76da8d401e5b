import type { Measured, NextRow } from '../../protocol.ts';
import type { Cell, PredictionTable } from '../predictionTable.ts';
import type { TableRows } from '../preparedData.ts';
import type { Forecast } from './forecastDecoder.ts';

/** Every row of the table: what stands in it, what was predicted for it, and the interval; then the rows to come. */
export const forecastTable = (
  rows: TableRows,
  predict: (row: number, target: number) => Forecast | undefined,
  next: readonly NextRow[],
): PredictionTable => {
  const { targets, times, isNewestFirst = false } = rows;
  const header = [
    'line',
    ...(times ? ['time'] : []),
    ...targets.flatMap(({ column }) => [column, `${column}_predicted`, `${column}_low`, `${column}_high`]),
  ];
  const cellsOf = (row: number): Cell[] => [
    rows.lineOf(row),
    ...(times ? [rows.timeTextAt(row) ?? ''] : []),
    ...targets.flatMap((target, index) => {
      const { value, low, high } = predict(row, index) ?? {};
      const format = (number: number | undefined): string =>
        number === undefined || !Number.isFinite(number) ? '' : target.format(number);
      return [target.textAt(row), format(value), format(low), format(high)];
    }),
  ];
  const future = next.map(({ time, cells }): Cell[] => [
    '',
    ...(times ? [time ?? ''] : []),
    ...cells.flatMap(({ text, low, high }, index) => {
      const format = (number: Measured | undefined): string =>
        number === undefined || number === null ? '' : (targets[index]?.format(number) ?? '');
      return ['', text, format(low), format(high)];
    }),
  ]);
  if (!isNewestFirst) return { header, count: rows.count, cellsOf, rest: future };
  const count = future.length + rows.count;
  const fromTop = [...future].reverse();
  return { header, count, cellsOf: (row) => fromTop[row] ?? cellsOf(count - 1 - row), rest: [] };
};
