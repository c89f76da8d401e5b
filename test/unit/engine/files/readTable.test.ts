import { describe, expect, test } from 'vitest';
import type { CategoryColumn, Column, NumberColumn, TimestampColumn } from '../../../../engine/files/columns/column.ts';
import { readTable } from '../../../../engine/files/readTable.ts';
import { InputError } from '../../../../engine/errors.ts';
import { bitsOf } from '../bitsOf.ts';
import { temporaryFile } from './temporaryFile.ts';

const read = (content: string | Uint8Array, options: Parameters<typeof readTable>[1] = {}, extension = '.csv') =>
  readTable(temporaryFile(content, extension), options);
const numbers = async (content: string, options: Parameters<typeof readTable>[1] = {}): Promise<number[][]> =>
  (await read(content, options)).columns.map((column) => [...(column as NumberColumn).values]);

describe('cells', () => {
  test('quotes, doubled quotes, delimiters and line breaks in cells, and CRLF are read; lines are counted through them', async () => {
    const table = await read('\ufeffname,v\r\n"a, ""b""",1\r\n"two\r\nlines",2\r\nplain,3\r\n');
    expect((table.columns[0] as CategoryColumn).categories).toEqual(['a, "b"', 'two\r\nlines', 'plain']);
    expect([...(table.columns[1] as NumberColumn).values]).toEqual([1, 2, 3]);
    expect([0, 1, 2].map((row) => table.lineOf(row))).toEqual([2, 3, 5]);
  });

  test('comments and blank lines are skipped but counted', async () => {
    const table = await read('# made by hand\nx,y\n1,2\n\n# "half a quote\n3,4\n5,6\n# the end');
    expect(table.comments).toBe(3);
    expect([...(table.columns[0] as NumberColumn).values]).toEqual([1, 3, 5]);
    expect([0, 1, 2].map((row) => table.lineOf(row))).toEqual([3, 6, 7]);
  });

  test('another comment character is obeyed', async () => {
    expect(await numbers('x,y\n%1,2\n3,4\n', { comment: '%' })).toEqual([[3], [4]]);
  });

  test.each([',', ';', '\t', '|'])('the delimiter %j is recognised', async (delimiter) => {
    const table = await read([`a${delimiter}b`, `1${delimiter}2`, `3${delimiter}4`].join('\n'), {}, '.txt');
    expect(table.format.delimiter).toBe(delimiter);
    expect(table.columns.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test('a table of semicolons may write its decimals with a comma', async () => {
    const table = await read('t;p\n1,5;2\n-0,25;3\n');
    expect(table.format.delimiter).toBe(';');
    expect(table.columns[0]).toMatchObject({ type: 'number', min: -0.25, max: 1.5, decimals: 2, decimalMark: ',' });
  });

  test('one name above decimal commas is one column, and two names or none are two', async () => {
    const numbers = '27,5\n-28,44\n\n26,45\n';
    const one = await readTable(temporaryFile(`rate\n${numbers}`));
    expect(one.columns.map(({ name, type }) => [name, type])).toEqual([['rate', 'number']]);
    expect(one.columns[0]).toMatchObject({ min: -28.44, max: 27.5, decimals: 2 });
    expect((await readTable(temporaryFile(`rate,units\n${numbers}`))).columns).toHaveLength(2);
    expect((await readTable(temporaryFile(numbers))).columns).toHaveLength(2);
  });

  test('line breaks of old Macs are line breaks', async () => {
    expect(await numbers('a,b\r1,2\r3,4\r')).toEqual([
      [1, 3],
      [2, 4],
    ]);
  });

  test('in a table of tabs whose quotes do not pair up, quotes are ordinary characters', async () => {
    const table = await read('v\ttext\n1\t"open\n2\tx "y" z\n', {}, '.tsv');
    expect((table.columns[1] as CategoryColumn).categories).toEqual(['"open', 'x "y" z']);
  });

  /** Messages with a label each; those of `odd` are there as well, in these rows. */
  const messages = (count: number, odd: Readonly<Record<number, string>>): string =>
    Array.from(
      { length: count },
      (_, row) => `${row % 7 < 5 ? 'ham' : 'spam'}\t${odd[row] ?? `message ${row}, so it goes`}\n`,
    ).join('');

  test.each([
    ['two messages that begin and end with a quote', { 3: '"so he said', 9: 'and went away"' }],
    ['a quote that is closed far behind the beginning', { 3: '"so he said', 19_000: 'and went away"' }],
    ['quotes far behind the beginning', { 18_000: '"so he said', 19_000: 'and went away"' }],
    ['one quote that is never closed', { 0: '"so he said' }],
    ['one quote far behind the beginning', { 18_000: '"so he said' }],
    ['a quoted word', { 5: '"so" he said' }],
  ])('labels and messages between tabs without a header, %s, are two columns with every message', async (_, odd) => {
    const content = messages(20_000, odd);
    for (const extension of ['.tsv', '.txt', '']) {
      const { columns, format, rows } = await read(content, {}, extension);
      expect(format).toMatchObject({ delimiter: '\t', header: false, quotes: false });
      expect(columns.map(({ type }) => type)).toEqual(['category', 'text']);
      const cells = columns.map(({ texts }) => texts?.read(0, rows) ?? []);
      const lines = Array.from({ length: rows }, (_row, row) => `${cells[0]?.[row]}\t${cells[1]?.[row]}\n`);
      expect(lines.join('') === content).toBe(true);
    }
  });

  test('in a table of tabs, a cell in quotes may have line breaks and tabs', async () => {
    const { columns, rows } = await read('label\ttext\nham\t"two\nlines"\nspam\t"a\ttab"\nham\tplain\n', {}, '.tsv');
    expect(columns[1]?.texts?.read(0, rows)).toEqual(['two\nlines', 'a\ttab', 'plain']);
  });

  test('a row cut anywhere by the end of a chunk is read whole', async () => {
    const rows = Array.from({ length: 60_000 }, (_, row) => `${row},"cell ""${row}""\nsecond line",${row / 8}`);
    const table = await read(`n,text,x\n${rows.join('\n')}\n`);
    expect(table.rows).toBe(60_000);
    const { values } = table.columns[2] as NumberColumn;
    expect([...values].every((value, row) => value === row / 8)).toBe(true);
    expect(table.lineOf(59_999)).toBe(2 + 2 * 59_999);
  });
});

/** Pages of numbers are made when they are looked at. */
const withBits = (column: Column): unknown =>
  'values' in column ? { ...column, values: bitsOf(Float64Array.from(column.values)) } : column;

test('lines that end in CRLF wherever the beginning is cut to guess from are told as they are', async () => {
  for (let shift = 0; shift < 4; shift++) {
    const lines = Array.from({ length: 9000 }, (_, row) => `${1000 + (row % 9000)}|x`);
    const table = await read(`a${'b'.repeat(shift)}|c\r\n${lines.join('\r\n')}\r\n`);
    expect([table.format.delimiter, table.format.header, table.rows]).toEqual(['|', true, 9000]);
  }
});

describe('the fast way and the strict one', () => {
  const rows = 30_000;
  const plain = Array.from(
    { length: rows },
    (_, row) => `${row},${row / 4},k${row % 3},2024-01-${String((row % 28) + 1).padStart(2, '0')}`,
  );
  const header = 'n,x,kind,day';

  test('a file of several pieces reads alike with LF, CRLF, quotes in every row, and quotes in one', async () => {
    const texts = [
      [header, ...plain].join('\n'),
      `${[header, ...plain].join('\r\n')}\r\n`,
      `${[header, ...plain.map((row) => row.replace(/k\d/, '"$&"'))].join('\n')}\n`,
      `${[header, ...plain.map((row, index) => (index === 17_000 ? row.replace(/k\d/, '"$&"') : row))].join('\n')}\n`,
    ];
    const tables = await Promise.all(texts.map((text) => readTable(temporaryFile(text))));
    for (const table of tables) {
      expect(table.columns.map(withBits)).toEqual(tables[0]?.columns.map(withBits));
      expect(table.rows).toBe(rows);
      expect(table.lineOf(rows - 1)).toBe(rows + 1);
    }
    expect((tables[0]!.columns[0] as NumberColumn).values.at(rows - 1)).toBe(rows - 1);
  });

  test('comments, blank lines and cells of two lines far down are counted', async () => {
    const lines = [...plain];
    lines[20_000] = `# a, "comment\n\n${lines[20_000]}`;
    lines[25_000] = (lines[25_000] ?? '').replace(/k\d/, '"two\nlines"');
    const table = await read([header, ...lines].join('\n'));
    expect(table.rows).toBe(rows);
    expect(table.comments).toBe(1);
    expect([19_999, 20_000, 25_000, 25_001, 29_999].map((row) => table.lineOf(row))).toEqual([
      20_001, 20_004, 25_004, 25_006, 30_004,
    ]);
  });

  test.each([
    [
      25_000,
      '1,2,k1',
      ':25002:7: the row has 3 cells, the header has 4 cells; add the missing ones, or set data.fillShortRows to true to take them for empty',
    ],
    [25_000, '1,2,k1,2024-01-01,5', ':25002:19: the row has 5 cells, the header has 4 cells; remove the surplus'],
    [25_000, '1,2,"k1,2024-01-01', ':25002:5: the cell begins with a quote but does not end with one'],
    [
      29_999,
      '1,2',
      ':30001:4: the row has 2 cells, the header has 4 cells; add the missing ones, or set data.fillShortRows to true to take them for empty',
    ],
  ])('row %i, %j, is refused with its place', async (row, line, message) => {
    const file = temporaryFile([header, ...plain.with(row, line)].join('\n'));
    await expect(readTable(file)).rejects.toThrow(`${file}${message}`);
  });

  test('what stands before a bad row does not keep a bad cell above it from being placed', async () => {
    const file = temporaryFile(`${[header, ...plain.with(22_222, '5,n/o,k1,2024-01-01')].join('\n')}\n`);
    const [, column] = (await readTable(file)).columns;
    expect(column?.problems[0]?.place).toEqual({ file, line: 22_224, column: 3, length: 3 });
  });
});

describe('columns that change their mind', () => {
  const count = 60_000;
  const timeOf = (row: number): string => new Date(Date.UTC(2020, 0, 1, row)).toISOString().slice(0, 19);
  const column = async (cell: (row: number) => string) => {
    const lines = Array.from({ length: count }, (_, row) => `${cell(row)},1`);
    return (await read(`t,x\n${lines.join('\n')}\n`, { header: true })).columns[0];
  };

  test('numbers between the first times are problems of a column of times, which has all its times', async () => {
    const found = await column((row) => (row < 2000 && row % 2 === 0 ? `${row}.5` : timeOf(row)));
    if (found?.type !== 'timestamp') throw new Error(`the column is a ${found?.type}`);
    expect([0, 1, 2, 1999, count - 1].map((row) => found.values.at(row))).toEqual(
      [NaN, 1, NaN, 1999, count - 1].map((hours) => Date.UTC(2020, 0, 1) + hours * 3_600_000),
    );
    expect(found.problems).toHaveLength(10);
    expect(found.problems[0]).toMatchObject({ place: { line: 2, column: 1 } });
  });

  test('1,500 words before 58,500 numbers are problems of a column of numbers, which has all its numbers', async () => {
    const found = await column((row) => (row < 1500 ? `word${row}` : `${row}.25`));
    if (found?.type !== 'number') throw new Error(`the column is a ${found?.type}`);
    expect(found.values.at(1499)).toBeNaN();
    expect(found.values.at(1500)).toBe(1500.25);
    expect(found).toMatchObject({ min: 1500.25, max: count - 1 + 0.25, distinct: undefined });
  });

  test('numbers of few different values among 8 % words keep both', async () => {
    const found = await column((row) => (row % 12 === 0 ? 'none' : String(row % 7)));
    if (found?.type !== 'number') throw new Error(`the column is a ${found?.type}`);
    expect(found.distinct).toBe(7);
    expect([...found.values.read(0, 4)]).toEqual([NaN, 1, 2, 3]);
  });
});

describe('header', () => {
  test('a first row with a number or a date is data, and columns are then numbered', async () => {
    const table = await read('1,2\n3,4\n');
    expect(table.format.header).toBe(false);
    expect(table.columns.map(({ name }) => name)).toEqual(['column1', 'column2']);
    expect(table.rows).toBe(2);
  });

  test('a first row whose words come back further down is data', async () => {
    expect((await read('ham|hello\nspam|win\nham|bye\n')).format.header).toBe(false);
  });

  test('the config decides when it says so', async () => {
    const table = await read('2001,2002\n3,4\n', { header: true });
    expect(table.columns.map(({ name }) => name)).toEqual(['2001', '2002']);
  });

  test('empty and doubled names become unique ones', async () => {
    const table = await read(',x,x\na,2,3\nb,5,6\n');
    expect(table.columns.map(({ name }) => name)).toEqual(['column1', 'x', 'x (2)']);
  });
});

describe('types', () => {
  test('each column gets its type from all of its rows', async () => {
    const rows = Array.from(
      { length: 100 },
      (_, row) => `2024-01-01T${String(row % 24).padStart(2, '0')}:00,${row}.5,${'ab'[row % 2]},text ${row}`,
    );
    const table = await read(`when,x,kind,note\n${rows.join('\n')}\n`);
    expect(table.columns.map(({ type }) => type)).toEqual(['timestamp', 'number', 'category', 'text']);
    expect(table.columns[1]).toMatchObject({
      min: 0.5,
      max: 99.5,
      distinct: 100,
      decimals: 1,
      missing: 0,
      examples: ['0.5', '1.5', '2.5'],
    });
  });

  test('numbers yyyymmdd are dates where the name says so and they rise or fall, else numbers', async () => {
    const dates = '20240130\n20240131\n20240201\n';
    const [dated] = (await read(`date\n${dates}`)).columns;
    expect([...(dated as TimestampColumn).values]).toEqual([30, 31, 32].map((day) => Date.UTC(2024, 0, day)));
    expect((await read(`size\n${dates}`)).columns[0]?.type).toBe('number');
    expect((await read('date\n20240201\n20240131\n')).columns[0]?.type).toBe('timestamp');
    expect((await read('date\n20240201\n20240131\n20240202\n')).columns[0]?.type).toBe('number');
  });

  test('empty cells and the words of missingValues are missing', async () => {
    const table = await read('x,y\n1,a\n,\n -- ,b\n4,a\n', { missingValues: ['--'] });
    expect([...(table.columns[0] as NumberColumn).values]).toEqual([1, NaN, NaN, 4]);
    expect(table.columns.map(({ missing }) => missing)).toEqual([2, 1]);
    const { ids } = table.columns[1] as CategoryColumn;
    expect(Array.from({ length: 4 }, (_, row) => ids.at(row))).toEqual([1, 0, 2, 1]);
  });

  test('text in row 9,000 of a number column is a problem of that cell, placed by line and column', async () => {
    const rows = Array.from({ length: 10_000 }, (_, row) =>
      row === 8_999 ? '2,"a, b",n/o,3' : `${row},x,${row / 2},3`,
    );
    const file = temporaryFile(`a,b,temp_max,c\n${rows.join('\n')}\n`);
    const [, , column] = (await readTable(file)).columns;
    expect(column?.type).toBe('number');
    expect(column?.problems).toEqual([
      {
        place: { file, line: 9_001, column: 10, length: 3 },
        message: `'n/o' is not a number in column temp_max; correct the cell or add "n/o" to data.missingValues`,
      },
    ]);
  });

  test('infinite cells are problems, ten at the most', async () => {
    const rows = Array.from({ length: 300 }, (_, row) =>
      row % 20 === 3 ? ['1e999', 'inf', '-Infinity'][row % 3] : String(row),
    );
    const [column] = (await read(`x\n${rows.join('\n')}\n`)).columns;
    expect(column?.type).toBe('number');
    expect(column?.problems).toHaveLength(10);
    expect(column?.problems[0]).toMatchObject({ place: { line: 5, column: 1 } });
  });

  test('a problem behind line breaks in quotes is placed on the line of its cell', async () => {
    const rows = Array.from({ length: 20 }, (_, row) => `"a\nb",${row}`).join('\n');
    const [, column] = (await read(`t,x\n${rows}\n"c\nd" ,oops\n`)).columns;
    expect(column?.problems[0]?.place).toMatchObject({ line: 43, column: 5 });
  });
});

describe('what is no table', () => {
  test.each([
    ['x,y\n', ':1: has a header but no rows under it; add data, or set data.header to false'],
    ['# only\n\n', ': has no rows, only blank lines or comments'],
    [
      'a,b,c\n1,2,3\n4,5\n',
      ':3:4: the row has 2 cells, the header has 3 cells; add the missing ones, or set data.fillShortRows to true to take them for empty',
    ],
    ['a,b\n1,2\n4,"x,y",6\n', ':3:9: the row has 3 cells, the header has 2 cells; remove the surplus'],
    ['a,b\n1,"open\n2,3\n', ':2:3: the cell begins with a quote but does not end with one'],
    ['a,b\n1,"x"y"\n2,3\n', ':2:3: the cell has a quote inside its quotes; double it'],
  ])('%j says what, where and the way out', async (content, message) => {
    const file = temporaryFile(content);
    await expect(readTable(file)).rejects.toThrow(`${file}${message}`);
    await expect(readTable(file)).rejects.toBeInstanceOf(InputError);
  });
});
