import { describe, expect, test } from 'vitest';
import type { NumberColumn } from '../../../../../engine/files/columns/column.ts';
import { continueColumn } from '../../../../../engine/files/rows/continueColumn.ts';
import { readTable } from '../../../../../engine/files/readTable.ts';
import { temporaryFile } from '../temporaryFile.ts';

/** The next three values of a column of these cells; undefined where it does not go on by itself. */
const goOn = async (cells: readonly (number | string)[]): Promise<number[] | undefined> => {
  const table = await readTable(temporaryFile(`x,y\n${cells.map((cell) => `${cell},1`).join('\n')}\n`));
  const valueAt = continueColumn(table.columns[0] as NumberColumn);
  return valueAt && [1, 2, 3].map(valueAt);
};

const months = (count: number, first = 1): number[] =>
  Array.from({ length: count }, (_, row) => ((row + first - 1) % 12) + 1);

describe('a column of numbers', () => {
  test('that rises or falls by the same step goes on so', async () => {
    expect(await goOn([4, 5, 6])).toEqual([7, 8, 9]);
    expect(await goOn([3, 1.5, 0, -1.5])).toEqual([-3, -4.5, -6]);
  });

  test('that counts from one number to another again and again goes on within its round', async () => {
    expect(await goOn(months(24))).toEqual([1, 2, 3]);
    expect(await goOn(months(34, 5))).toEqual([3, 4, 5]);
    expect(await goOn([0, 15, 30, 45, 0, 15, 30, 45, 0])).toEqual([15, 30, 45]);
    expect(await goOn([12, 1, ...months(24, 2)])).toEqual([2, 3, 4]);
    expect(await goOn([0, 1, 0, 1, 0])).toEqual([1, 0, 1]);
  });

  test('that has a round left out, too few of them, a gap or none does not', async () => {
    expect(await goOn([...months(24), ...months(12, 2)])).toBeUndefined();
    expect(await goOn(months(20))).toBeUndefined();
    expect(await goOn([1, 2, 3, '', 2, 3, 1, 2, 3])).toBeUndefined();
    expect(await goOn([5, 5, 5, 5])).toBeUndefined();
    expect(await goOn([1, 2, 4, 1, 2, 4, 1, 2, 4])).toBeUndefined();
    expect(await goOn([3, 1, 2])).toBeUndefined();
  });
});
