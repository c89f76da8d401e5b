import { expect, test } from 'vitest';
import type { Prediction } from '../../../engine/protocol.ts';
import { doubtfulCells, missingRows, withoutNext, withoutRow } from '../../../src/missingCells.ts';

const nothingElse = { omitted: 0, tooEarly: [], rowsNeeded: 0, next: [] };
const numbers: Prediction = {
  ...nothingElse,
  rows: [
    { line: 9, cells: [{ column: 'b', cell: 2, actual: '', text: '9.5', value: 9.5 }] },
    {
      line: 4,
      cells: [
        { column: 'a', cell: 1, actual: '', text: '4.1', value: 4.1 },
        { column: 'b', cell: 2, actual: '', text: '4.2', value: 4.2 },
      ],
    },
  ],
  rowsNeeded: 3,
  next: [{ cells: [{ column: 'a', actual: '', text: '5', value: 5 }], row: '5,' }],
};
const classes: Prediction = {
  ...nothingElse,
  rows: [
    { line: 3, cells: [{ column: 'kind', cell: 0, actual: 'ham', text: 'spam', probability: 0.9 }] },
    { line: 7, cells: [{ column: 'kind', cell: 0, actual: '', text: 'ham', probability: 0.8 }] },
  ],
};

test('rows come in the order of the file with a filling for each empty cell', () => {
  const rows = missingRows(numbers);
  expect(rows.map(({ line }) => line)).toEqual([4, 9]);
  expect(rows[0]?.fillings).toMatchObject([
    { cell: 1, text: '4.1' },
    { cell: 2, text: '4.2' },
  ]);
});

test('a label that differs from the prediction is doubtful, not missing', () => {
  expect(missingRows(classes)).toEqual([{ line: 7, label: 'kind ≈ ham (80 %)', fillings: [{ cell: 0, text: 'ham' }] }]);
  expect(doubtfulCells(classes)).toMatchObject([{ line: 3, cell: 0, predicted: { text: 'spam', probability: 0.9 } }]);
  expect(doubtfulCells(numbers)).toEqual([]);
});

test('a cell that the file has no column for is neither missing nor doubtful', () => {
  const rows = [{ line: 2, cells: [{ column: 'kind', actual: '', text: 'ham', probability: 0.8 }] }];
  expect(missingRows({ ...nothingElse, rows })).toEqual([]);
  expect(doubtfulCells({ ...nothingElse, rows })).toEqual([]);
});

test('a row that has been filled in is gone, the others stay', () => {
  expect(missingRows(withoutRow(numbers, 4)).map(({ line }) => line)).toEqual([9]);
  expect(missingRows(withoutRow(classes, 7))).toEqual([]);
});

test('once the future stands in the file, there is none to append', () => {
  expect(withoutNext(numbers)).toEqual({ ...numbers, next: [] });
});
