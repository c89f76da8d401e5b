import { describe, expect, test } from 'vitest';
import { fitTransform } from '../../../../../engine/encoding/transform/fitTransform.ts';
import { transformedNumbers } from '../../../../../engine/encoding/transform/transformedNumbers.ts';
import { transformed } from '../../../../../engine/encoding/transform/valueTransform.ts';
import { Numbers, pageLength } from '../../../../../engine/files/columns/numbers.ts';

const numbers = Numbers.of(Float64Array.of(4, NaN, 2, 8, 0, -3, 0.5));

describe('a transform that is fitted', () => {
  test('is none where none is asked for', () => {
    expect(fitTransform(numbers, 4, { season: 0 })).toBeUndefined();
    expect(fitTransform(numbers, 4, { transform: 'none', season: 0 })).toBeUndefined();
  });

  test('goes down to a tenth of the least of its first rows that is above 0, then on as a line', () => {
    expect(fitTransform(numbers, 4, { transform: 'log', season: 0 })).toEqual({ kind: 'log', floor: 0.2 });
    expect(fitTransform(numbers, 6, { transform: 'log', season: 0 })).toEqual({ kind: 'log', floor: 0.2 });
    expect(fitTransform(numbers, 7, { transform: 'log', season: 0 })).toEqual({ kind: 'log', floor: 0.05 });
  });

  test('has some floor where no row has a value above 0', () => {
    const zeros = Numbers.of(new Float64Array(5));
    expect(fitTransform(zeros, 5, { transform: 'log', season: 0 })).toEqual({ kind: 'log', floor: 1 });
    const tiny = Numbers.of(Float64Array.of(5e-324));
    expect(fitTransform(tiny, 1, { transform: 'log', season: 0 })).toEqual({ kind: 'log', floor: 5e-324 });
  });

  test('has the λ that is given, or one that its first rows tell', () => {
    const asked = { transform: 'boxcox', season: 0 } as const;
    expect(fitTransform(numbers, 7, { ...asked, lambda: 0.3 })).toEqual({ kind: 'boxcox', floor: 0.05, lambda: 0.3 });
    const growing = Numbers.of(Float64Array.from({ length: 200 }, (_, row) => 1.02 ** row * (row % 2 === 0 ? 1 : 2)));
    expect(fitTransform(growing, 200, asked)).toMatchObject({ kind: 'boxcox', lambda: 0 });
    expect(fitTransform(growing, 4, asked)).toMatchObject({ lambda: 1 });
  });
});

describe('transformed numbers', () => {
  const values = Float64Array.from({ length: pageLength + 9 }, (_, row) => (row % 5 === 0 ? NaN : 1 + row));
  const by = { kind: 'log', floor: 2 } as const;
  const read = transformedNumbers(Numbers.of(values), by);

  test('are those of each row, page after page, and change none of the column', () => {
    const before = values.slice();
    const all = [...read.pagesOf(read.length)].flatMap((page) => [...page]);
    expect(all.every((value, row) => Object.is(value, transformed(values[row] ?? NaN, by)))).toBe(true);
    expect(all).toHaveLength(values.length);
    expect(read.at(pageLength + 3)).toBe(transformed(values[pageLength + 3] ?? NaN, by));
    expect(read.at(-1)).toBeNaN();
    expect(values.every((value, row) => Object.is(value, before[row]))).toBe(true);
  });

  test('are the column itself without a transform', () => {
    const column = Numbers.of(values);
    expect(transformedNumbers(column, undefined)).toBe(column);
  });
});
