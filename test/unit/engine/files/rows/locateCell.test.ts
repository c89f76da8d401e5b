import { expect, test } from 'vitest';
import { createRandom } from '../../../../../engine/compute/random.ts';
import { CellLocator, locateCell } from '../../../../../engine/files/rows/locateCell.ts';

const format = { delimiter: ',', comment: '#', quotes: true } as const;
const rows = ['a,"b ""c"", d",e\n', '"two\nlines",,"x,\ny",z\r\n', ',\n', ''];

test.each([
  [0, 0, { line: 7, column: 1, length: 1 }],
  [0, 1, { line: 7, column: 3, length: 12 }],
  [0, 3, { line: 7, column: 17, length: 0 }],
  [1, 2, { line: 8, column: 9, length: 3 }],
  [1, 3, { line: 9, column: 4, length: 1 }],
  [2, 1, { line: 7, column: 2, length: 0 }],
  [3, 0, { line: 7, column: 1, length: 0 }],
] as const)('of row %i, cell %i is located in lines that quotes break', (row, cell, place) => {
  expect(locateCell(rows[row] ?? '', cell, 7, format)).toEqual(place);
});

test('cells that are located one after another, in any order, stand where each of them stands', () => {
  const random = createRandom(1);
  const locator = new CellLocator(format);
  for (let count = 0; count < 200; count++) {
    const [row, cell] = [random.integer(rows.length), random.integer(5)];
    const raw = rows[row] ?? '';
    expect(locator.locate(row, raw, cell, row)).toEqual(locateCell(raw, cell, row, format));
  }
});
