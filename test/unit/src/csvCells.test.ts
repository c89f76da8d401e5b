import { expect, test } from 'vitest';
import { cellEnd, findCell, quoteCell } from '../../../src/csvCells.ts';

const cellText = (row: string, index: number, delimiter = ','): string | undefined => {
  const range = findCell(row, index, delimiter);
  return range && row.slice(range.start, range.end);
};

test('finds every cell of a plain row, the empty ones too', () => {
  const row = '2015-12-31,0.0,,2.1,';
  expect([0, 1, 2, 3, 4].map((index) => cellText(row, index))).toEqual(['2015-12-31', '0.0', '', '2.1', '']);
  expect(findCell(row, 2, ',')).toEqual({ start: 15, end: 15 });
});

test('knows no cell beyond the end of the row, even when another row follows', () => {
  expect(findCell('a,b', 2, ',')).toBeUndefined();
  expect(findCell('a,b\nc,d', 2, ',')).toBeUndefined();
  expect(cellText('a,b\r\nc,d', 1)).toBe('b');
});

test('delimiters, doubled quotes and line breaks inside quotes do not end a cell', () => {
  const row = '"Doe, ""Jane""","two\nlines",,x';
  expect([0, 1, 2, 3].map((index) => cellText(row, index))).toEqual(['"Doe, ""Jane"""', '"two\nlines"', '', 'x']);
});

test('an empty quoted cell is found with its quotes', () => {
  expect(findCell('1,"",3', 1, ',')).toEqual({ start: 2, end: 4 });
});

test('a quote that never closes ends with the text', () => {
  expect(findCell('1,"open', 1, ',')).toEqual({ start: 2, end: 7 });
});

test('cuts by the delimiter it is given and by no other', () => {
  expect(cellText('1,5;2,5;', 1, ';')).toBe('2,5');
  expect(cellText('a b\tc,d', 1, '\t')).toBe('c,d');
});

test('without a delimiter a cell ends at any of them', () => {
  expect(cellEnd('12,n/a,3', 3)).toBe(6);
  expect(cellEnd('"a,b";c', 0)).toBe(5);
});

test('quotes a value only when it has to, and so that it is found again', () => {
  expect(quoteCell('12.4', ',')).toBe('12.4');
  for (const value of ['a,b', 'say "hi"', 'two\nlines']) {
    const row = `x,${quoteCell(value, ',')},y`;
    const cell = cellText(row, 1) ?? '';
    expect(cell.slice(1, -1).replaceAll('""', '"')).toBe(value);
    expect(cellText(row, 2)).toBe('y');
  }
});
