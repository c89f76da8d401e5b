import type { Cell, PredictionTable } from '../../predictionTable.ts';
import type { TableRows } from '../../preparedData.ts';
import type { DecodedNumber } from './decodeNumber.ts';
import type { CodedTarget } from '../regressionCodec.ts';
import { formatterOf } from '../targetRows.ts';

/** Every sequence: what stands in the file of each target, what was predicted, and the interval. */
export const numberTable = (
  rows: TableRows,
  targets: readonly CodedTarget[],
  read: (row: number, target: number) => DecodedNumber,
): PredictionTable => {
  const { group } = rows;
  const cellsOf = (row: number, at: number): Cell[] => {
    const { column, decimals } = targets[at] ?? { column: '', decimals: 0 };
    const target = rows.targets.find((each) => each.column === column);
    const format = target?.format ?? formatterOf(decimals);
    const actual = target?.textAt(row) ?? '';
    if (rows.hasInputs?.(row) === false) return [actual, '', '', ''];
    const { value, low, high } = read(row, at);
    const bound = (number: number | undefined): string => (number === undefined ? '' : format(number));
    return [actual, format(value), bound(low), bound(high)];
  };
  return {
    header: [
      'line',
      ...(group ? [group.column] : []),
      ...targets.flatMap(({ column }) => [column, `${column}_predicted`, `${column}_low`, `${column}_high`]),
    ],
    count: rows.count,
    cellsOf: (row) => [
      rows.lineOf(row),
      ...(group ? [group.nameOf(row)] : []),
      ...targets.flatMap((_, at) => cellsOf(row, at)),
    ],
    rest: [],
  };
};
