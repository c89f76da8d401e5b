import { describe, expect, test } from 'vitest';
import { readTable } from '../../../../../engine/files/readTable.ts';
import { temporaryFile } from '../temporaryFile.ts';

const day = (row: number): string => new Date(Date.UTC(2000, 0, 1 + row)).toISOString().slice(0, 10);
const rows = (count: number): string =>
  Array.from({ length: count }, (_, row) => `${day(row)},${row}.5,a${row % 3}\n`).join('');
const read = (end: string, count = 40) => readTable(temporaryFile(`day,value,kind\n${rows(count)}${end}`));

describe('below a table', () => {
  test.each([
    ['a total', 'Total,780.0,\n'],
    ['a total without a line break', 'Total,780.0,'],
    ['an average', 'Average:,19.5,\n'],
    ['a note', 'Source: the weather office\n'],
    ['a note with empty cells', '* provisional,,\n'],
    ['a total, a blank row and notes', 'Grand total,780,\n,,\nSource: an office\n* provisional\n'],
    ['blank rows', ',,\n,,\n'],
  ])('%s is no row, and is told', async (_, end) => {
    for (const count of [40, 9000]) {
      const table = await read(end, count);
      expect(table.rows).toBe(count);
      expect(table.columns.map(({ type, problems }) => [type, problems.length])).toEqual([
        ['timestamp', 0],
        ['number', 0],
        ['category', 0],
      ]);
      expect(table.notes.join()).toMatch(/below the table (?:is|are) no row and left out/);
      const texts = await table.readTexts(table.columns);
      expect(texts.get(0)?.at(count - 1)).toBe(day(count - 1));
    }
  });

  test.each([
    ['a row to be filled in', `${day(40)},,\n`],
    ['a row without a time alone', ',7.5,a1\n'],
    ['a word for none', `${day(40)},NA,a1\n`],
  ])('%s is a row', async (_, end) => {
    const table = await read(end);
    expect([table.rows, table.notes.filter((note) => note.includes('below'))]).toEqual([41, []]);
  });

  test('a note or a total is none beside names and amounts either, and a name without an amount is one', async () => {
    const table = (end: string) =>
      readTable(temporaryFile(`who;paid\n${'north;$5.10\nsouth;$3.20\n'.repeat(20)}${end}`));
    expect((await table('Note: as far as known;\n')).rows).toBe(40);
    expect((await table('* as far as known;\n')).rows).toBe(40);
    expect((await table('Total;$166.00\n')).rows).toBe(40);
    expect((await table('west;\n')).rows).toBe(41);
    const amounts = await readTable(temporaryFile(`paid;who\n${'$5.10;a\n$3.20;b\n'.repeat(20)}as far as known;\n`));
    expect(amounts.rows).toBe(40);
  });

  test('a cell that does not fit further up is a problem still', async () => {
    const table = await read(`Total,1.5,a\n${day(41)},2.5,b\n`);
    expect(table.rows).toBe(42);
    expect(table.columns[0]?.problems).toHaveLength(1);
  });

  test('names that come further up too are names', async () => {
    const table = await readTable(temporaryFile(`who,value\n${'Total,5\nPart,3\n'.repeat(20)}Total,7\n`));
    expect(table.rows).toBe(41);
    await expect(readTable(temporaryFile('a,b\n1,2\nx\n'))).rejects.toThrow('the row has 1 cell');
  });
});
