import { expect, test } from 'vitest';
import type { NumberColumn } from '../../../../../../engine/files/columns/column.ts';
import { formatNumber } from '../../../../../../engine/files/columns/writing/numberWriting.ts';
import { readTable } from '../../../../../../engine/files/readTable.ts';
import { temporaryFile } from '../../temporaryFile.ts';

/** The second of two columns of a table, each cell in quotes where it has to be. */
const columnOf = async (cells: readonly string[], delimiter = ',', others: readonly string[] = ['a', 'b']) => {
  const quoted = cells.map((cell) => (cell.includes(delimiter) ? `"${cell}"` : cell));
  const rows = quoted.map((cell, row) => [others[row % others.length], cell].join(delimiter));
  const file = temporaryFile([`k${delimiter}v`, ...rows, ''].join('\n'), delimiter === '\t' ? '.tsv' : '.csv');
  const table = await readTable(file);
  return { table, column: table.columns[1]! };
};

/** Twice as many as a column keeps of its texts. */
const many = (cellOf: (row: number) => string): string[] => Array.from({ length: 2200 }, (_, row) => cellOf(row));
const few = (cellOf: (row: number) => string): string[] => Array.from({ length: 60 }, (_, row) => cellOf(row));
const group = (value: number, mark: string): string => String(value).replace(/\B(?=(\d{3})+$)/g, mark);

test.each<[string, (row: number) => string, (row: number) => number]>([
  ['a percent sign', (row) => `${row}.5%`, (row) => row + 0.5],
  ['a blank and a percent sign', (row) => `${row}.25 %`, (row) => row + 0.25],
  ['dollars and commas', (row) => `$${group(row * 37, ',')}.00`, (row) => row * 37],
  ['euros behind', (row) => `${row}.10 \u20ac`, (row) => row + 0.1],
  ['letters of a currency', (row) => `EUR ${row}.10`, (row) => row + 0.1],
  ['a unit of length', (row) => `${row}.5 km`, (row) => row + 0.5],
  ['a unit with a digit', (row) => `${row}.5 m3`, (row) => row + 0.5],
  ['a unit with digits and a point', (row) => `${row} PM2.5`, (row) => row],
  ['a unit by another, right behind', (row) => `${row}.5m3/h`, (row) => row + 0.5],
  ['degrees', (row) => `${row - 30}.0\u00b0C`, (row) => row - 30],
  ['brackets alone', (row) => `(${row + 1}.5)`, (row) => -row - 1.5],
  ['brackets', (row) => (row % 2 === 0 ? `(${row}.5)` : `${row}.5`), (row) => (row % 2 === 0 ? -row - 0.5 : row + 0.5)],
  [
    'a minus behind',
    (row) => (row % 2 === 0 ? `${row}.5-` : `${row}.5`),
    (row) => (row % 2 === 0 ? -row - 0.5 : row + 0.5),
  ],
  ['the long minus', (row) => `\u2212${row}.5`, (row) => -row - 0.5],
  ['a minus before dollars', (row) => `-$${row}.5`, (row) => -row - 0.5],
  ['apostrophes', (row) => group(row * 1000 + 1, "'"), (row) => row * 1000 + 1],
  ['narrow blanks', (row) => group(row * 1000 + 1, '\u202f'), (row) => row * 1000 + 1],
  ['decimal commas in a file of commas', (row) => `${row},5`, (row) => row + 0.5],
  [
    'decimal commas and exponents in a file of commas',
    (row) => `${1 + (row % 8)},${100 + (row % 899)}e+09`,
    (row) => (1000 * (1 + (row % 8)) + 100 + (row % 899)) * 1e6,
  ],
  ['lakhs', (row) => `12,34,${String(100 + (row % 900))}`, (row) => 1234100 + (row % 900)],
])('numbers with %s are read, and written as they were, whether few or many', async (_, cellOf, valueOf) => {
  for (const cells of [few(cellOf), many(cellOf)]) {
    const { table, column } = await columnOf(cells);
    expect(column).toMatchObject({ type: 'number', missing: 0, problems: [] });
    const { values, writing } = column as NumberColumn;
    expect([...values]).toEqual(cells.map((_cell, row) => valueOf(row)));
    expect(cells.map((_cell, row) => formatNumber(values.at(row), writing))).toEqual(cells);
    const texts = (await table.readTexts([column])).get(column.cell);
    expect(texts?.read(0, cells.length)).toEqual(cells);
  }
});

test.each([
  ['runs on from 990 to 1,060', ',', (row: number) => group(990 + row, ','), 990],
  ['runs on from 990 to 1.060', ';', (row: number) => group(990 + row, '.'), 990],
  [
    'goes up and down around a thousand',
    '\t',
    (row: number) => group(1000 + Math.round(300 * Math.sin(row)), ','),
    1000,
  ],
  ['has two marks in its largest', ';', (row: number) => group(row * 20_000, '.'), 0],
])('a column that %s separates thousands', async (_, delimiter, cellOf, first) => {
  const { column } = await columnOf(few(cellOf), delimiter);
  expect(column).toMatchObject({ type: 'number', problems: [] });
  expect((column as NumberColumn).values.at(0)).toBe(first);
  expect((column as NumberColumn).max).toBeGreaterThan(999);
});

test.each([
  ['three decimals below one', ';', (row: number) => `0,${200 + row}`],
  ['three decimals beside fewer', ';', (row: number) => (row % 3 === 0 ? `${row},5` : `${row},125`)],
  ['points in a file of commas', ',', (row: number) => `${row + 1}.125`],
  ['points in a file of tabs', '\t', (row: number) => `${row + 1}.125`],
  ['whole numbers above a thousand', ';', (row: number) => (row % 3 === 0 ? '1500' : `${row + 1500}.125`)],
  [
    'whole numbers of the size of the others',
    ';',
    (row: number) => (row % 4 === 0 ? String(row + 1) : `${row + 1},127`),
  ],
])('a column of %s has decimals', async (_, delimiter, cellOf) => {
  const { column } = await columnOf(few(cellOf), delimiter);
  expect(column).toMatchObject({ type: 'number', decimals: 3, problems: [] });
});

test('another column decides what a mark before three digits is', async () => {
  const cells = few((row) => `${1 + (row % 8)}.${200 + row}`);
  const { column } = await columnOf(cells, ';', ['0,5', '1,25']);
  expect((column as NumberColumn).values.at(0)).toBe(1200);
  expect((await columnOf(cells, ';', ['0.5', '1.25'])).column).toMatchObject({ max: 8.255, problems: [] });
  expect((await columnOf(cells, ';')).column.problems[0]?.message).toContain('may be 1200 or 1.200');
});

test('a mark that comes after thousands of cells is not passed over', async () => {
  const grouped = many((row) => (row < 1500 ? String(row % 999) : group(row, '.')));
  expect((await columnOf(grouped, ';')).column).toMatchObject({ type: 'number', max: 2199, problems: [] });
  const decimals = many((row) => (row < 1500 ? String(row * 2) : `${row},5`));
  expect((await columnOf(decimals, ';')).column).toMatchObject({
    type: 'number',
    max: 2998,
    decimals: 1,
    problems: [],
  });
});

test.each(['NA', 'n/a', 'N/A', 'null', 'None', 'NaN', 'nan', '-', '--', '.', '?', '#N/A'])(
  'a column of numbers has no value where it says %s, however often, and tells',
  async (word) => {
    for (const count of [60, 2200]) {
      const cells = Array.from({ length: count }, (_, row) => (row % 3 === 0 ? word : `${row}.5`));
      const { column } = await columnOf(cells);
      expect(column).toMatchObject({ type: 'number', missing: Math.ceil(count / 3), problems: [] });
      expect(column.notes).toEqual([`${count === 60 ? 20 : 734} cells of v have no value: '${word}'.`]);
    }
  },
);

test('a column of words keeps them all, also those that may mean that there is none', async () => {
  const { column } = await columnOf(few((row) => ['NA', 'DE', 'FR'][row % 3] ?? ''));
  expect(column).toMatchObject({ type: 'category', categories: ['NA', 'DE', 'FR'], missing: 0 });
});

test('a code far outside all other values is pointed out, and learned all the same', async () => {
  const { column } = await columnOf(few((row) => (row % 9 === 0 ? '-999' : String(row % 20))));
  expect(column).toMatchObject({ type: 'number', min: -999, missing: 0 });
  expect(column.notes).toEqual([
    '-999 stands in 7 cells of v, far outside all others (0 to 19); if it means that there is no value, add "-999" to data.missingValues.',
  ]);
  const { column: wide } = await columnOf(few((row) => String((row % 9) * 999)));
  expect(wide.notes).toEqual([]);
});

test.each<[string, (row: number) => string]>([
  ['points of a list', (row) => `(${row})`],
  ['versions', (row) => `1.${row}.0`],
  ['numbers with letters', (row) => `n${row}`],
  ['units that differ', (row) => (row % 2 === 0 ? `$${row}` : `\u20ac${row}`)],
  ['sizes', (row) => `${row} x ${row}`],
])('%s are no numbers', async (_, cellOf) => {
  expect((await columnOf(few(cellOf))).column.type).not.toBe('number');
});

test('half a column of numbers is pointed out where it is none', async () => {
  const { column } = await columnOf(few((row) => (row % 4 === 0 ? 'closed' : String(row))));
  expect(column).toMatchObject({
    type: 'text',
    doubt: { place: { line: 2 }, message: expect.stringContaining("'closed'") as string },
  });
});
