import { describe, expect, test } from 'vitest';
import { readTable } from '../../../../../engine/files/readTable.ts';
import { temporaryFile } from '../temporaryFile.ts';

const lines = (count: number, line: (row: number) => string): string =>
  Array.from({ length: count }, (_, row) => `${line(row)}\n`).join('');
const read = (content: string, options = {}) => readTable(temporaryFile(content), options);

describe('lines that begin with #', () => {
  test.each([
    ['as many cells as the others', (row: number) => (row % 4 === 0 ? `#${row},${row}.5` : `n${row},${row}.5`)],
    ['as many cells, each of them', (row: number) => `#${row},${row}.5`],
  ])('and have %s are rows, each on its line', async (_, line) => {
    for (const count of [40, 20_000]) {
      const table = await read(`id,value\n${lines(count, line)}`);
      expect([table.rows, table.comments, table.lineOf(count - 1)]).toEqual([count, 0, count + 1]);
      expect(table.columns[1]).toMatchObject({ type: 'number', max: count - 0.5, problems: [] });
      expect(table.notes.join()).toContain('are rows like the others');
    }
  });

  test('are comments where they have another number of cells, among rows that begin with it too', async () => {
    const table = await read(`# made, by, hand\nid,value\n#1,5\n# a note\nn2,6\nn3,7\n`);
    expect([table.rows, table.comments, table.lineOf(0), table.lineOf(1)]).toEqual([3, 2, 3, 5]);
    expect(table.columns.map(({ name }) => name)).toEqual(['id', 'value']);
  });

  test('are comments where words stand in them in place of numbers', async () => {
    const table = await read(`day,value\n# later, revised\n2024-01-01,5\n2024-01-02,6\n2024-01-03,7\n`);
    expect([table.rows, table.comments, table.notes]).toEqual([3, 1, []]);
  });

  test('are comments in a table of one column, and wherever the config says so', async () => {
    expect(await read('x\n1\n# 2\n3\n')).toMatchObject({ rows: 2, comments: 1 });
    const hashed = `id,value\n${lines(40, (row) => (row % 4 === 0 ? `#${row},1` : `n${row},2`))}`;
    expect(await read(hashed, { comment: '#' })).toMatchObject({ rows: 30, comments: 10 });
  });

  test('name the columns in the first line, where no other does', async () => {
    const table = await read(`# written by a logger\n#day,value\n${lines(20, (row) => `2024-01-${row + 10},${row}`)}`);
    expect(table.columns.map(({ name, type }) => [name, type])).toEqual([
      ['#day', 'timestamp'],
      ['value', 'number'],
    ]);
    expect([table.rows, table.comments]).toEqual([20, 1]);
  });
});

describe('a first line sep=', () => {
  test.each([
    ['sep=;\n', ';'],
    ['SEP=|\r\n', '|'],
    ['"sep=\t"\n', '\t'],
    ['sep=\\t\n', '\t'],
  ])('%j names the delimiter and is no row', async (first, delimiter) => {
    const table = await read(`${first}a${delimiter}b\n1${delimiter}2,5\n3${delimiter}4,5\n`);
    expect(table.columns.map(({ name, type }) => [name, type])).toEqual([
      ['a', 'number'],
      ['b', 'number'],
    ]);
    expect([table.rows, table.lineOf(0), table.format.delimiter]).toEqual([2, 3, delimiter]);
    expect(table.notes).toContain('The first line names the delimiter and is no row.');
  });

  test('is none further down, or in a table of one column that is so called', async () => {
    expect((await read('sep\n1\n2\n')).columns[0]?.name).toBe('sep');
    expect((await read('a,b\nsep=;,1\nx,2\n')).rows).toBe(2);
  });
});
