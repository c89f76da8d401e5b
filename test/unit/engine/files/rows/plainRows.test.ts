import { expect, test } from 'vitest';
import { createRandom } from '../../../../../engine/compute/random.ts';
import { plainRowCutter } from '../../../../../engine/files/rows/plainRows.ts';
import { cutStrictRows } from '../../../../../engine/files/rows/strictRows.ts';

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
  ['blank lines beside a row with too many cells', '1,2,3,4\n\n'],
  ['a comment', '1,2,3\n#4,5,6\n7,8,9\n'],
  ['a comment at the beginning', '# a,b,c\n1,2,3\n'],
  ['a cell that begins with a byte order mark', '\ufeff1,2,3\n'],
])('%s is left to stricter hands', (_, text) => {
  expect(cut(text)).toBeUndefined();
});

test('a line of blanks is no row of a table of one column', () => {
  expect(cut('1\n \n2\n', 1)).toBeUndefined();
});

test('what is cut is what the stricter hands cut, and without blank lines and comments all of it is', () => {
  const random = createRandom(2);
  const format = { delimiter: ',', comment: '#', quotes: false } as const;
  const pick = (parts: readonly string[]): string => parts[random.integer(parts.length)] ?? '';
  const cell = (): string => pick(['', '1', '-2.5', 'a b', ' ', '#', '"', '\r', 'é']);
  let cuts = 0;
  for (let count = 0; count < 20_000; count++) {
    const width = 1 + random.integer(3);
    const isRegular = count % 2 === 0;
    const line = (): string => {
      const cells = isRegular || random.integer(8) > 0 ? width : random.integer(5);
      return Array.from({ length: cells }, cell).join(',') + pick(['\n', '\n', '\r\n']);
    };
    const text = Array.from({ length: 1 + random.integer(4) }, line).join('');
    const strict = cutStrictRows(text, { file: '', format, newline: '\n', line: 1, isLast: false });
    const isPlain =
      strict.comments === 0 &&
      strict.rows.length === text.split('\n').length - 1 &&
      strict.rows.every(({ length }) => length === width);
    expect(cut(text, width), JSON.stringify(text)).toEqual(isPlain ? strict.rows : undefined);
    if (isPlain) cuts++;
  }
  expect(cuts).toBeGreaterThan(2000);
});
