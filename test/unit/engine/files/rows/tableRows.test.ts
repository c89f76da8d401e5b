import { expect, test } from 'vitest';
import { type CellFormat, RowReader } from '../../../../../engine/files/rows/tableRows.ts';

test('a row of megabytes in quotes is cut anew only when it has doubled, not with each piece of it', () => {
  let cuts = 0;
  const format: CellFormat = {
    // Each time that text is cut, it is asked for.
    get delimiter() {
      cuts++;
      return ',' as const;
    },
    comment: '#',
    quotes: true,
  };
  const rows: string[][] = [];
  const reader = new RowReader('long.csv', format, (batch) => rows.push(...batch.rows.map((cells) => [...cells])));
  const line = `${'a'.repeat(99)}\n`;
  const piece = line.repeat(650);
  reader.push('a,b\n1,"', false);
  for (let index = 0; index < 64; index++) reader.push(piece, false);
  reader.push('"\n2,c\n', false);
  reader.push('', true);
  expect(rows).toEqual([
    ['a', 'b'],
    ['1', piece.repeat(64)],
    ['2', 'c'],
  ]);
  expect(cuts).toBeLessThan(25);
});
