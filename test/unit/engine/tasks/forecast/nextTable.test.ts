import { expect, test } from 'vitest';
import type { CellFormat } from '../../../../../engine/files/rows/tableRows.ts';
import type { NextRow, PredictedCell } from '../../../../../engine/protocol.ts';
import { nextTable } from '../../../../../engine/tasks/forecast/nextTable.ts';
import type { TargetColumn } from '../../../../../engine/tasks/preparedData.ts';

const comma: CellFormat = { delimiter: ',', comment: '#', quotes: true };

/** Rows of a file with one target, of one decimal. */
const rowsOf = (format: CellFormat, mark = '.'): Parameters<typeof nextTable>[1] => {
  const show = (value: number): string => value.toFixed(1).replace('.', mark);
  const target: Pick<TargetColumn, 'format'> = { format: show };
  return { format, targets: [target] };
};

const step = (time: string | undefined, text: string, width?: number | null, column = 'temp_max'): NextRow => {
  const value = Number(text);
  const bounds =
    typeof width === 'number'
      ? { low: value - width, high: value + width }
      : width === null
        ? { low: null, high: null }
        : {};
  const cell: PredictedCell = { column, actual: '', text, value, ...bounds };
  return { ...(time !== undefined && { time }), cells: [cell], row: text };
};

test('the table of the future has time, values and bounds, quoted where they must be', () => {
  const next = [step('2016-01-01', '6.1', 2, 'high, °C'), step('2016-01-02', '5.9', 2, 'high, °C')];
  expect(nextTable(next, rowsOf(comma), 'date')).toBe(
    'date,"high, °C","high, °C_low","high, °C_high"\n2016-01-01,6.1,4.1,8.1\n2016-01-02,5.9,3.9,7.9\n',
  );
  expect(nextTable([], rowsOf(comma), 'date')).toBe('');
});

test('a bound that could not be computed leaves its cell empty, and its column out where no step has it', () => {
  expect(nextTable([step('2016-01-01', '12.4', null)], rowsOf(comma), 'date')).toBe('date,temp_max\n2016-01-01,12.4\n');
  const half = [step('2016-01-01', '6.1', 2), step('2016-01-02', '12.4', null)];
  expect(nextTable(half, rowsOf(comma), 'date')).toBe(
    'date,temp_max,temp_max_low,temp_max_high\n2016-01-01,6.1,4.1,8.1\n2016-01-02,12.4,,\n',
  );
});

test('bounds have the decimal mark of their column, cells the delimiter of their file', () => {
  const next = [step(undefined, '6', 2)];
  expect(nextTable(next, rowsOf({ ...comma, delimiter: ';' }, ','), null)).toBe(
    'temp_max;temp_max_low;temp_max_high\n6;4,0;8,0\n',
  );
  expect(nextTable(next, rowsOf(comma, ','), null)).toBe('temp_max,temp_max_low,temp_max_high\n6,"4,0","8,0"\n');
});
