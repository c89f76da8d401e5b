import { describe, expect, test } from 'vitest';
import { type Random, createRandom } from '../../../../../engine/compute/random.ts';
import { ColumnReader, type KnownReading } from '../../../../../engine/files/columns/columnReader.ts';
import { MissingCells } from '../../../../../engine/files/columns/missingCells.ts';
import { parseNumber } from '../../../../../engine/files/columns/parseNumber.ts';
import { TableStorage } from '../../../../../engine/files/tableStorage.ts';
import { parseTimestamp } from '../../../../../engine/files/times/timeParser.ts';

interface Options {
  readonly commaToo?: boolean;
  readonly missingValues?: readonly string[];
  readonly random?: Random;
}

/** Reads the cells in batches of random size; what has to be read again is. */
const read = (cells: readonly string[], { commaToo = false, missingValues = [], random }: Options) => {
  const readOnce = (known?: KnownReading) => {
    const missing = new MissingCells(missingValues);
    const reader = new ColumnReader('c', { cell: 1, commaToo, missing, storage: new TableStorage(), known });
    for (let from = 0; from < cells.length;) {
      const batch = cells.slice(from, from + 1 + (random?.integer(900) ?? 0));
      const begin = from;
      reader.read(
        batch.map((cell) => ['other', cell]),
        (index) => ({ file: 'f', line: begin + index, column: 1 }),
      );
      from += batch.length;
    }
    return reader.finish();
  };
  const first = readOnce();
  const column = 'again' in first ? readOnce(first.again) : first;
  if ('again' in column) throw new Error('read twice in vain');
  const numbers = column.type === 'number' || column.type === 'timestamp' ? [...column.values] : [];
  const texts = column.texts?.read(0, cells.length);
  return { ...column, values: numbers, texts };
};

const two = (value: number): string => String(value).padStart(2, '0');
const digits = (random: Random, count: number): string =>
  Array.from({ length: count }, () => random.integer(10)).join('');

/** By kind: what the most cells of a column are, and what some of them may be. */
const usual: Readonly<Record<string, (random: Random, row: number) => string>> = {
  fractions: (random) => (random.normal() * 1000).toFixed(random.integer(6)),
  exponents: (random) => `${random.normal().toFixed(3)}e${random.integer(40) - 20}`,
  'many digits': (random) => `0.${digits(random, 17 + random.integer(5))}`,
  'signs and leading zeros': (random) => `${'+- 0'[random.integer(4)]}00${digits(random, 4)}`,
  'commas as marks': (random) => `${random.integer(100)},${digits(random, 3)}`,
  'whole numbers': (random) => digits(random, 9),
  'seconds since 1970': (_, row) => String(1.6e9 + row * 60),
  times: (random, row) => new Date(1.5e12 + row * 3.6e6 + random.integer(60) * 1000).toISOString().slice(0, 19),
  'times with zones': (random, row) =>
    new Date(1.5e12 + row * 6e4).toISOString().slice(0, 19) + (['Z', '+02:00', '-0530'][random.integer(3)] ?? ''),
  'days that may not be': (random) =>
    `20${two(random.integer(30))}-${two(random.integer(14))}-${two(random.integer(33))}`,
  'days with points': (random) => `${random.integer(31) + 1}.${random.integer(12) + 1}.${1700 + random.integer(400)}`,
  words: (random) => `word ${digits(random, 5)}`,
};
const isMissing = (cell: string): boolean => cell.trim() === '' || cell === 'NA';
const odd = ['', ' ', 'NA', 'x', '-', '1.2.3', '2023-02-29', '2024-02-29', '2024-02-29 24:00:00', '١', '-0', '5.'];

describe.each(Object.entries(usual))('a column of %s', (_, make) => {
  test.each([0, 0.001, 0.05, 0.5])('is read in stretches as it is cell by cell, %d of its cells being odd', (share) => {
    const random = createRandom(share * 1000);
    const cells = Array.from({ length: 4000 }, (_cell, row) =>
      random.next() < share ? (odd[random.integer(odd.length)] ?? '') : make(random, row),
    );
    for (const commaToo of [false, true]) {
      const column = read(cells, { commaToo, missingValues: ['NA'], random });
      // With a word that would be a number, no cell is read before it has been compared with the words.
      expect(column).toEqual(read(cells, { commaToo, missingValues: ['NA', '-77.5'] }));
      if (column.texts) expect(column.texts).toEqual(cells.map((cell) => (isMissing(cell) ? '' : cell)));
      else expect(column.type).toMatch(/number|timestamp/);
      // A column with decimal commas has no points, whatever cuts its cells.
      const isOfCommas = column.type === 'number' && column.decimalMark === ',' && !commaToo;
      const parse = (cell: string): number =>
        isOfCommas && cell.includes('.')
          ? NaN
          : column.type === 'number'
            ? parseNumber(cell, commaToo || column.decimalMark === ',')
            : parseTimestamp(cell);
      const isSeconds = column.type === 'timestamp' && column.format.pattern === 'epochSeconds';
      if (column.values.length > 0) {
        expect(column.values).toEqual(cells.map((cell) => (isSeconds ? Number(cell) * 1000 : parse(cell))));
      }
    }
  });
});

test('a missing word that reads as a number or a time is missing among many others', () => {
  const numbers = Array.from({ length: 3000 }, (_, row) => (row % 3 === 0 ? '-999' : `${row}.5`));
  const column = read(numbers, { missingValues: ['-999'] });
  expect(column).toMatchObject({ type: 'number', missing: 1000, min: 1.5, problems: [] });
  const day = (row: number): string => new Date(row * 86.4e6).toISOString().slice(0, 10);
  const days = Array.from({ length: 3000 }, (_, row) => (row % 3 === 0 ? '9999-12-31' : day(row)));
  const times = read(days, { missingValues: ['9999-12-31'] });
  expect(times).toMatchObject({ type: 'timestamp', missing: 1000, min: 86.4e6, max: 2999 * 86.4e6, problems: [] });
});

test('commas and decimals that come after thousands of cells are learned', () => {
  const cells = Array.from({ length: 5000 }, (_, row) => (row < 4000 ? `${row}.5` : `${row},${row < 4500 ? 25 : 125}`));
  expect(read(cells, { commaToo: true })).toMatchObject({
    type: 'number',
    decimals: 3,
    decimalMark: ',',
    max: 4999.125,
  });
  const points = cells.map((cell) => cell.replace(',', '.'));
  expect(read(points, {})).toMatchObject({ type: 'number', decimals: 3, decimalMark: '.' });
});

test.each([
  ['numbers', (row: number) => `${row}.5`],
  ['times', (row: number) => new Date(row * 1000).toISOString()],
  ['few different words', (row: number) => `word ${row % 900}`],
  ['many different words, numbers and gaps', (row: number) => ['', `word ${row}`, `${row}`][row % 3] ?? ''],
])('a column that begins with %s keeps all its cells when it turns out to be text', (_, first) => {
  const cells = Array.from({ length: 9000 }, (_cell, row) => (row < 3000 ? first(row) : ` text ${row} `));
  const column = read(cells, {});
  expect(column.type).toBe('text');
  expect(column.texts).toEqual(cells);
});

test('numbers of few different values keep how they are written, of many they do not', () => {
  const cells = Array.from({ length: 3000 }, (_, row) => `00${row % 10}`);
  expect(read(cells, {})).toMatchObject({ type: 'number', distinct: 10, texts: cells });
  expect(read([...cells, ...cells.map((_, row) => `${row}`)], {}).texts).toBeUndefined();
});

test('times are looked for as long as half of the cells are times', () => {
  const timeOf = (row: number): string => new Date(row * 1000).toISOString().slice(0, 19);
  const cellsOf = (words: number): string[] =>
    Array.from({ length: 9100 }, (_, row) => (row >= 300 && row < 300 + words ? `word ${row}` : timeOf(row)));
  expect(read(cellsOf(800), {}).type).toBe('text');
  expect(read(cellsOf(200), {})).toMatchObject({ type: 'timestamp', max: 9_099_000 });
});
