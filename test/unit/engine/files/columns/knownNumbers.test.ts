import { describe, expect, test } from 'vitest';
import { CellIds } from '../../../../../engine/files/columns/cellIds.ts';
import { knownNumbers } from '../../../../../engine/files/columns/knownNumbers.ts';
import { pageLength } from '../../../../../engine/files/columns/numbers.ts';
import { TableStorage } from '../../../../../engine/files/tableStorage.ts';
import { bitsOf } from '../../bitsOf.ts';

const rows = 3 * pageLength + 5;
const values = [4, -2.5, 7, 100];
const readings = ['number', 'number', 'text', 'number'] as const;
/** Every sixth cell is missing. */
const idOf = (row: number): number => (row % 6 === 5 ? 0 : 1 + (row % 4));
const wantedOf = (row: number): number => (idOf(row) === 0 || row % 4 === 2 ? NaN : 10 * values[row % 4]!);

const make = (limit: number) => {
  const storage = new TableStorage(limit);
  const ids = new CellIds(storage);
  for (let row = 0; row < rows; row++) ids.push(idOf(row));
  const before = storage.bytesInMemory;
  const made = knownNumbers({ kind: 'ids', ids, values, readings }, 'number', (value) => 10 * value, storage);
  return { ...made, counted: storage.bytesInMemory - before };
};

describe.each([
  ['in memory', Infinity],
  ['beside texts in memory alone', 3 * pageLength * 2],
  ['of texts in a file', 0],
])('numbers of few different texts, %s', (_, limit) => {
  test('are those of their texts, in their range, and NaN where the cell is none', () => {
    const { values: numbers, min, max } = make(limit);
    expect([min, max, numbers.length]).toEqual([-25, 1000, rows]);
    const wanted = Float64Array.from({ length: rows }, (_value, row) => wantedOf(row));
    expect(bitsOf(Float64Array.from(numbers))).toBe(bitsOf(wanted));
    expect(bitsOf(Float64Array.from(numbers.read(pageLength - 3, 2 * pageLength + 9)))).toBe(
      bitsOf(wanted.subarray(pageLength - 3, 2 * pageLength + 9)),
    );
    expect([-1, rows, rows + pageLength].map((row) => numbers.at(row))).toEqual([NaN, NaN, NaN]);
  });
});

test('what is counted as in memory stays there once it was looked at', () => {
  const roomy = make(Infinity);
  expect(roomy.counted).toBe(rows * 8);
  expect(roomy.values.read(0, 9).buffer).toBe(roomy.values.read(7, 10).buffer);
  for (let page = 1; page < 4; page++) roomy.values.at(page * pageLength);
  expect(roomy.values.read(0, 9).buffer).toBe(roomy.values.read(7, 10).buffer);
  expect(make(3 * pageLength * 2).counted).toBe(0);
});

test('a column that nobody looks at takes no room', () => {
  const before = process.memoryUsage().arrayBuffers;
  const { values: numbers } = make(Infinity);
  // Two bytes a row for the places of the texts.
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(rows * 3);
  expect(numbers.at(3)).toBe(1000);
});
