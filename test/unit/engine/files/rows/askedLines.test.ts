import { describe, expect, test } from 'vitest';
import { type Table, readTable } from '../../../../../engine/files/readTable.ts';
import type { TableOptions } from '../../../../../engine/files/tableOptions.ts';
import { findRows } from '../../../../../engine/files/rows/findPlaces.ts';
import { temporaryFile } from '../temporaryFile.ts';

const read = (content: string | Uint8Array, options: TableOptions = {}): Promise<Table> =>
  readTable(temporaryFile(content), options);
const names = ({ columns }: Table): string[] => columns.map(({ name }) => name);
const textsOf = (table: Table, at: number): readonly string[] => {
  const { texts } = table.columns[at] ?? {};
  return Array.from({ length: table.rows }, (_, row) => texts?.at(row) ?? '');
};
const numbers = Array.from({ length: 12 }, (_, row) => `${row},${row * 2}.5\n`).join('');

describe('what was asked for counts, whatever the file looks like', () => {
  test('characters are those of the encoding, which is not told as if it were found', async () => {
    // In Windows-1251: the word for "day", which is letters with accents in Windows-1252.
    const bytes = Buffer.concat([
      Buffer.from('k,x\n'),
      ...Array<Buffer>(12).fill(Buffer.from('\xe4\xe5\xed\xfc,1.5\n', 'latin1')),
    ]);
    const found = await read(bytes);
    expect(textsOf(found, 0)[0]).toBe('\u00e4\u00e5\u00ed\u00fc');
    expect(found.notes.join()).toContain('is read as Windows-1252; if letters look wrong, set data.encoding');
    const asked = await read(bytes, { encoding: 'windows-1251' });
    expect(textsOf(asked, 0)[0]).toBe('\u0434\u0435\u043d\u044c');
    expect(asked.notes).toEqual([]);
    // Whoever writes into the file looks for the row in the same characters.
    expect((await findRows(asked.file, asked.format, new Set([3]))).get(3)?.cells[0]).toBe('\u0434\u0435\u043d\u044c');
    await expect(read(bytes, { encoding: 'utf-8' })).rejects.toMatchObject({ place: { line: 2 } });
  });

  test('lines above the header are skipped, and lines are counted with them', async () => {
    const table = await read(`Report, of 2024\r\n\r\nby hand\r\nt,x\r\n${numbers}`, { skipLines: 3 });
    expect(names(table)).toEqual(['t', 'x']);
    expect(table).toMatchObject({ rows: 12, notes: [] });
    expect(table.lineOf(0)).toBe(5);
    expect((await findRows(table.file, table.format, new Set([6]))).get(6)?.cells).toEqual(['1', '2.5']);
  });

  test('a line that names a delimiter is a row where no line is to be skipped', async () => {
    const content = `sep=,\n${'a,b\n'.repeat(12)}`;
    expect((await read(content, { header: false })).rows).toBe(12);
    const asked = await read(content, { header: false, skipLines: 0, delimiter: ',', fillShortRows: true });
    await expect(read(content, { header: false, skipLines: 0, delimiter: ';' })).resolves.toMatchObject({ rows: 13 });
    // Its width is that of the first row.
    expect(asked.columns).toHaveLength(2);
    expect(textsOf(asked, 0)[0]).toBe('sep=');
  });

  test('rows at the end are none, or are rows, as is said', async () => {
    const content = `t,x\n${numbers}Total,288\n`;
    expect((await read(content)).rows).toBe(12);
    expect((await read(content, { footerRows: 0 })).rows).toBe(13);
    const asked = await read(content, { footerRows: 3 });
    expect(asked.rows).toBe(10);
    expect(asked.notes.join()).toContain(
      "3 lines below the table are no row and left out (line 12: '10', line 13: '11'",
    );
    // More than are held back of a file otherwise, in pieces of any size.
    const long = `t,x\n${Array.from({ length: 20_000 }, (_, row) => `${row},1.5\n`).join('')}`;
    expect((await read(long, { footerRows: 5000 })).rows).toBe(15_000);
  });

  test('rows that end early have empty cells where that is wanted, and are counted', async () => {
    const content = `t,x,k\n${numbers.replaceAll('\n', ',a\n').replace('3,6.5,a', '3').replace('5,10.5,a', '5,10.5')}`;
    await expect(read(content)).rejects.toThrow('the row has 1 cell, the header has 3 cells; add the missing ones, or');
    const table = await read(content, { fillShortRows: true });
    expect(table.columns.map(({ missing }) => missing)).toEqual([0, 1, 2]);
    expect(table.notes).toEqual(['2 rows end before the last column; the cells that are not there count as empty.']);
    await expect(read(content.replace('a\n', 'a,b\n'), { fillShortRows: true })).rejects.toThrow('remove the surplus');
  });

  test('quotes are characters like others where that is said', async () => {
    const content = `t,x\n${'"a,b"\n'.repeat(12)}`;
    expect(textsOf(await read(content, { quote: 'none', header: false }), 0)[1]).toBe('"a');
    await expect(read(content, { quote: '"' })).rejects.toThrow('the row has 1 cell');
  });
});
