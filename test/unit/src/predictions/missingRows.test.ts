import { expect, test } from 'vitest';
import type { CellPlace, Prediction } from '../../../../engine/protocol.ts';
import {
  doubtfulCells,
  missingRows,
  withoutMissing,
  withoutNext,
  withoutRow,
} from '../../../../src/predictions/missingRows.ts';

/** A place on line `line`, from 1. */
const at = (line: number, written: string, content = ''): CellPlace => {
  const start = { line: line - 1, character: 3 };
  return { start, end: { ...start, character: 3 + content.length }, content, before: '', after: '', written };
};
const nothingElse = { omitted: 0, tooEarly: [], rowsNeeded: 0, next: [] };
const numbers: Prediction = {
  ...nothingElse,
  rows: [
    { line: 9, cells: [{ column: 'b', place: at(9, '9.5'), actual: '', text: '9.5', value: 9.5 }] },
    {
      line: 4,
      cells: [
        { column: 'a', place: at(4, '4.1'), actual: '', text: '4.1', value: 4.1 },
        { column: 'b', place: at(4, '4.2'), actual: '', text: '4.2', value: 4.2 },
      ],
    },
  ],
  rowsNeeded: 3,
  next: [{ cells: [{ column: 'a', actual: '', text: '5', value: 5 }], row: '5,' }],
};
const classes: Prediction = {
  ...nothingElse,
  rows: [
    {
      line: 3,
      cells: [{ column: 'kind', place: at(3, 'spam', 'ham'), actual: 'ham', text: 'spam', probability: 0.9 }],
    },
    { line: 7, cells: [{ column: 'kind', place: at(7, 'ham'), actual: '', text: 'ham', probability: 0.8 }] },
  ],
};

test('rows come in the order of the file with a filling for each empty cell', () => {
  const rows = missingRows(numbers);
  expect(rows.map(({ line }) => line)).toEqual([4, 9]);
  expect(rows[0]?.fillings).toMatchObject([
    { place: { start: { line: 3 } }, text: '4.1' },
    { place: { written: '4.2' }, text: '4.2' },
  ]);
});

test('a label that differs from the prediction is doubtful, not missing', () => {
  expect(missingRows(classes)).toEqual([
    {
      line: 7,
      label: 'kind ≈ ham (80 %)',
      details: 'ham 80.0 %',
      fillings: [{ place: at(7, 'ham'), text: 'ham (80 %)', details: 'ham 80.0 %' }],
    },
  ]);
  expect(doubtfulCells(classes)).toMatchObject([
    { place: { start: { line: 2 } }, predicted: { text: 'spam', probability: 0.9 } },
  ]);
  expect(doubtfulCells(numbers)).toEqual([]);
});

test('a cell that has no place in the file is neither missing nor doubtful', () => {
  const rows = [{ line: 2, cells: [{ column: 'kind', actual: '', text: 'ham', probability: 0.8 }] }];
  expect(missingRows({ ...nothingElse, rows })).toEqual([]);
  expect(doubtfulCells({ ...nothingElse, rows })).toEqual([]);
});

test('a row that has been filled in is gone, the others stay', () => {
  expect(missingRows(withoutRow(numbers, 4)).map(({ line }) => line)).toEqual([9]);
  expect(missingRows(withoutRow(classes, 7))).toEqual([]);
});

test('what is below a row that now takes more lines has moved down with its cells', () => {
  const [row] = classes.rows.slice(1);
  const long = { ...row!, cells: row!.cells.map((cell) => ({ ...cell, place: at(7, '"two\nlines"') })) };
  const more = {
    ...classes,
    rows: [classes.rows[0]!, long, { line: 9, cells: numbers.rows[0]!.cells }],
    tooEarly: [2, 8],
  };
  const { rows, tooEarly } = withoutRow(more, 7);
  expect(rows.map(({ line, cells }) => [line, cells[0]?.place?.start.line])).toEqual([
    [3, 2],
    [10, 9],
  ]);
  expect(tooEarly).toEqual([2, 9]);
});

test('once all have been filled in, what was doubtful stays, as far down as they took more lines', () => {
  const first = { line: 2, cells: [{ column: 'kind', place: at(2, '"a\nb"'), actual: '', text: 'a\nb' }] };
  const doubted = { line: 9, cells: [{ column: 'kind', place: at(9, 'ham', 'x'), actual: 'x', text: 'ham' }] };
  const filled = withoutMissing({ ...classes, rows: [first, ...classes.rows, doubted] });
  expect(filled.rows.map(({ line, cells }) => [line, cells[0]?.place?.start.line])).toEqual([
    [4, 3],
    [10, 9],
  ]);
  expect(missingRows(filled)).toEqual([]);
  expect(withoutMissing(numbers)).toEqual({ ...numbers, rows: [] });
});

test('once the future stands in the file, there is none to append', () => {
  expect(withoutNext(numbers)).toEqual({ ...numbers, next: [] });
});

test('what stands below rows that were put on top of a file moves down by as many lines', () => {
  const { rows, tooEarly } = withoutNext({ ...numbers, nextAbove: 5, tooEarly: [3, 12] });
  expect(rows.map(({ line }) => line)).toEqual([10, 4]);
  expect(rows[0]?.cells[0]?.place?.start.line).toBe(9);
  expect(rows[1]?.cells[0]?.place?.start.line).toBe(3);
  expect(tooEarly).toEqual([3, 13]);
});
