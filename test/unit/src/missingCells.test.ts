import { expect, test } from 'vitest';
import type { ClassPrediction, ForecastPrediction } from '../../../engine/protocol.ts';
import { missingRows, withoutNext, withoutRow } from '../../../src/missingCells.ts';

const forecast: ForecastPrediction = {
  kind: 'forecast',
  missing: [
    { line: 9, values: [{ column: 'b', cell: 2, text: '9.5', value: 9.5 }] },
    {
      line: 4,
      values: [
        { column: 'a', cell: 1, text: '4.1', value: 4.1 },
        { column: 'b', cell: 2, text: '4.2', value: 4.2 },
      ],
    },
  ],
  next: [{ values: [{ column: 'a', text: '5', value: 5 }], row: '5,' }],
  omitted: 0,
  tooEarly: [],
  rowsNeeded: 3,
};
const classes: ClassPrediction = {
  kind: 'classes',
  rows: [
    { line: 3, cell: 0, actual: 'ham', predicted: 'spam', probability: 0.9 },
    { line: 7, cell: 0, actual: '', predicted: 'ham', probability: 0.8 },
  ],
  omitted: 0,
};

test('rows come in the order of the file with a filling for each empty cell', () => {
  const rows = missingRows(forecast);
  expect(rows.map(({ line }) => line)).toEqual([4, 9]);
  expect(rows[0]?.fillings).toMatchObject([
    { cell: 1, text: '4.1' },
    { cell: 2, text: '4.2' },
  ]);
});

test('a label that differs from the prediction is not missing', () => {
  expect(missingRows(classes)).toEqual([{ line: 7, label: 'ham (80 %)', fillings: [{ cell: 0, text: 'ham' }] }]);
});

test('a row that has been filled in is gone, the others stay', () => {
  expect(missingRows(withoutRow(forecast, 4)).map(({ line }) => line)).toEqual([9]);
  expect(missingRows(withoutRow(classes, 7))).toEqual([]);
});

test('once the future stands in the file, there is none to append', () => {
  expect(withoutNext(forecast)).toEqual({ ...forecast, next: [] });
  expect(withoutNext(classes)).toBe(classes);
});
