import { expect, test } from 'vitest';
import { plainRowCutter } from '../../../../engine/data/plainRows.ts';

const cut = (text: string, width = 3) => plainRowCutter(width, ',', '#')(text);

test('lines of cells become rows, empty cells and CRLF included', () => {
  expect(cut('1,2,3\n,,\r\na b,"x",\r\n')).toEqual([
    ['1', '2', '3'],
    ['', '', ''],
    ['a b', '"x"', ''],
  ]);
  expect(cut('1\n2\r\n', 1)).toEqual([['1'], ['2']]);
});

test.each([
  ['a row with too few cells', '1,2,3\n4,5\n6,7,8\n'],
  ['a last row with too few cells', '1,2,3\n4,5\n'],
  ['a row with too many cells', '1,2,3\n4,5,6,7\n'],
  ['one with too few beside one with too many', '1,2\n3,4,5,6\n7,8,9\n'],
  ['a blank line', '1,2,3\n\n4,5,6\n'],
  ['a blank line at the beginning', '\n1,2,3\n'],
  ['a blank line of CRLF', '1,2,3\r\n\r\n4,5,6\r\n'],
  ['a comment', '1,2,3\n#4,5,6\n7,8,9\n'],
  ['a comment at the beginning', '# a,b,c\n1,2,3\n'],
  ['a cell that begins with a byte order mark', '\ufeff1,2,3\n'],
])('%s is left to stricter hands', (_, text) => {
  expect(cut(text)).toBeUndefined();
});

test('a line of blanks is no row of a table of one column', () => {
  expect(cut('1\n \n2\n', 1)).toBeUndefined();
});
