import { expect, test } from 'vitest';
import type { CellFormat } from '../../../../../engine/files/rows/tableRows.ts';
import type { NextRow, PredictedCell } from '../../../../../engine/protocol.ts';
import { inOrderOf, nextTable } from '../../../../../engine/tasks/forecast/nextTable.ts';

const comma: CellFormat = { delimiter: ',', comment: '#', quotes: true };
const dated = { time: 'date', series: null };
const bare = { time: null, series: null };

const step = (
  time: string | undefined,
  text: string,
  bounds?: readonly [string, string],
  column = 'temp_max',
): NextRow => {
  const cell: PredictedCell = { column, actual: '', text, ...(bounds && { bounds }) };
  return { ...(time !== undefined && { time }), cells: [cell], row: text };
};

test('the table of the future has time, values and bounds, quoted where they must be', () => {
  const next = [
    step('2016-01-01', '6.1', ['4.1', '8.1'], 'high, °C'),
    step('2016-01-02', '5.9', ['3.9', '7.9'], 'high, °C'),
  ];
  expect(nextTable(next, comma, dated)).toBe(
    'date,"high, °C","high, °C_low","high, °C_high"\n2016-01-01,6.1,4.1,8.1\n2016-01-02,5.9,3.9,7.9\n',
  );
  expect(nextTable([], comma, dated)).toBe('');
});

test('a bound that could not be computed leaves its cell empty, and its column out where no step has it', () => {
  expect(nextTable([step('2016-01-01', '12.4')], comma, dated)).toBe('date,temp_max\n2016-01-01,12.4\n');
  const half = [step('2016-01-01', '6.1', ['4.1', '8.1']), step('2016-01-02', '12.4')];
  expect(nextTable(half, comma, dated)).toBe(
    'date,temp_max,temp_max_low,temp_max_high\n2016-01-01,6.1,4.1,8.1\n2016-01-02,12.4,,\n',
  );
});

test('bounds have the decimal mark of their column, cells the delimiter of their file', () => {
  const next = [step(undefined, '6', ['4,0', '8,0'])];
  expect(nextTable(next, { ...comma, delimiter: ';' }, bare)).toBe('temp_max;temp_max_low;temp_max_high\n6;4,0;8,0\n');
  expect(nextTable(next, comma, bare)).toBe('temp_max,temp_max_low,temp_max_high\n6,"4,0","8,0"\n');
});

test('rows of several series say whose they are, quoted where they must be, and a time that only some have leaves cells empty', () => {
  const next = [
    { ...step('2016-01-01', '6', ['4', '8']), ids: ['Paris, France'] },
    { ...step(undefined, '7'), ids: ['12" pipes'] },
  ];
  expect(nextTable(next, comma, { time: 'date', series: 'place' })).toBe(
    'place,date,temp_max,temp_max_low,temp_max_high\n"Paris, France",2016-01-01,6,4,8\n"12"" pipes",,7,,\n',
  );
});

test('of a file whose newest row stands first, the rows to come stand newest first too', () => {
  const next = [step('2016-01-01', '6'), step('2016-01-02', '7')];
  const timesOf = (rows: readonly NextRow[]): unknown => rows.map(({ time }) => time);
  expect(timesOf(inOrderOf({ isNewestFirst: true }, next))).toEqual(['2016-01-02', '2016-01-01']);
  expect(timesOf(inOrderOf({}, next))).toEqual(['2016-01-01', '2016-01-02']);
});
