import { describe, expect, test } from 'vitest';
import { Numbers, NumbersWriter, pageLength, pairsOf } from '../../../../../engine/files/columns/numbers.ts';
import { TableStorage } from '../../../../../engine/files/tableStorage.ts';
import { bitsOf } from '../../bitsOf.ts';

const length = 5 * pageLength + 77;
const valueOf = (row: number): number => (row % 11 === 3 ? NaN : Math.sqrt(row) - 100);
const write = (limit: number): { numbers: Numbers; storage: TableStorage; range: readonly number[] } => {
  const storage = new TableStorage(limit);
  const writer = new NumbersWriter(storage);
  for (let row = 0; row < length; row++) writer.push(valueOf(row));
  return { numbers: writer.finish(), storage, range: [writer.min, writer.max] };
};

describe.each([
  ['in memory', Infinity],
  ['two pages in memory, four in a file', 2 * pageLength * 8],
  ['in a file', 0],
])('numbers %s', (_, bytes) => {
  const make = () => write(bytes);

  test('are what was pushed, read in order, backwards and across pages', () => {
    const { numbers, storage, range } = make();
    expect(storage.file === undefined).toBe(bytes === Infinity);
    expect(numbers.length).toBe(length);
    expect(bitsOf(Float64Array.from(numbers))).toBe(
      bitsOf(Float64Array.from({ length }, (_value, row) => valueOf(row))),
    );
    for (let row = length - 1; row >= 0; row -= 997) expect(numbers.at(row)).toBe(valueOf(row));
    for (const [from, to] of [
      [5, 9],
      [pageLength - 3, pageLength + 4],
      [pageLength, 2 * pageLength],
      [10, length],
      [length - 1, length],
      [length, length],
    ] as const) {
      const wanted = Float64Array.from({ length: to - from }, (_value, at) => valueOf(from + at));
      expect(bitsOf(Float64Array.from(numbers.read(from, to)))).toBe(bitsOf(wanted));
    }
    expect(range).toEqual([-100, Math.sqrt(length - 1) - 100]);
  });

  test.each([1, 24, pageLength, 4 * pageLength])('come in pairs with those %i rows before', (lag) => {
    const { numbers } = make();
    let row = lag;
    for (const { later, earlier } of pairsOf(numbers, length - 5, lag)) {
      expect(later.length).toBe(earlier.length);
      expect(bitsOf(later)).toBe(bitsOf(later.map((_value, at) => valueOf(row + at))));
      expect(bitsOf(earlier)).toBe(bitsOf(later.map((_value, at) => valueOf(row + at - lag))));
      row += later.length;
    }
    expect(row).toBe(length - 5);
    const begin = 2 * pageLength - 7;
    const [first] = pairsOf(numbers, length, lag, begin);
    expect(first?.later[0]).toBe(valueOf(Math.max(lag, begin)));
    expect(first?.earlier[0]).toBe(valueOf(Math.max(lag, begin) - lag));
  });

  test('outside are NaN', () => {
    const { numbers } = make();
    expect([-1, -pageLength, length, length + pageLength].map((row) => numbers.at(row))).toEqual([NaN, NaN, NaN, NaN]);
  });
});

test('numbers of an array are a view of it', () => {
  const values = Float64Array.from({ length: pageLength + 5 }, (_, row) => row);
  const numbers = Numbers.of(values);
  values[pageLength + 1] = -1;
  expect([numbers.at(0), numbers.at(pageLength + 1), numbers.length]).toEqual([0, -1, pageLength + 5]);
});

test('pairs of numbers in memory are views of them', () => {
  const values = Float64Array.from({ length: 3 * pageLength + 5 }, (_, row) => row);
  let count = 0;
  for (const { later, earlier } of pairsOf(Numbers.of(values), values.length, 24)) {
    expect(later.buffer).toBe(values.buffer);
    expect(earlier.buffer).toBe(values.buffer);
    count += later.length;
  }
  expect(count).toBe(values.length - 24);
});

test('a writer that waits for numbers takes less than a kilobyte', () => {
  const before = process.memoryUsage().arrayBuffers;
  const writers = Array.from({ length: 1000 }, () => new NumbersWriter(new TableStorage()));
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
  expect(writers.every((writer) => writer.finish().length === 0)).toBe(true);
});
