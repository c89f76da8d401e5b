import { describe, expect, test } from 'vitest';
import type { NextRow, Prediction } from '../../../../engine/protocol.ts';
import { withoutNext } from '../../../../src/predictions/missingRows.ts';
import { nextPlaces } from '../../../../src/predictions/nextPlaces.ts';

const row = (text: string, more: Partial<NextRow> = {}): NextRow => ({ cells: [], row: text, ...more });
const shown = (prediction: Parameters<typeof nextPlaces>[0]) =>
  nextPlaces(prediction).map(({ line, isAbove, rows }) => [line, isAbove, rows.map((each) => each.row).join()]);
const below = (series: string, line: number, isAbove = false): NextRow[] =>
  [1, 2].map((ahead) => row(`${series}${ahead}`, { series, place: { line, isAbove } }));

describe('the rows to come', () => {
  test('of one series go below its last row, or turned round above its newest', () => {
    const next = [row('1'), row('2')];
    expect(shown({ next, lastLine: 9 })).toEqual([[9, false, '1,2']]);
    expect(shown({ next, nextAbove: 2 })).toEqual([[2, true, '2,1']]);
    expect(shown({ next })).toEqual([[undefined, false, '1,2']]);
    expect(shown({ next: [] })).toEqual([]);
  });

  test('of series that take turns go round by round to the end', () => {
    const next = ['a1', 'a2', 'b1', 'b2'].map((text) => row(text, { series: text[0]! }));
    expect(shown({ next, lastLine: 9 })).toEqual([[9, false, 'a1,b1,a2,b2']]);
    expect(shown({ next, nextAbove: 2 })).toEqual([[2, true, 'b2,a2,b1,a1']]);
  });

  test('of series that stand one below the other go to each', () => {
    expect(shown({ next: [...below('a', 5), ...below('b', 9)], lastLine: 9 })).toEqual([
      [5, false, 'a1,a2'],
      [9, false, 'b1,b2'],
    ]);
    expect(shown({ next: [...below('a', 2, true), ...below('b', 6, true)] })).toEqual([
      [2, true, 'a2,a1'],
      [6, true, 'b2,b1'],
    ]);
  });
});

describe('once those of one series stand in the file', () => {
  const prediction: Prediction = {
    ...{ rows: [3, 5, 7].map((line) => ({ line, cells: [] })), omitted: 0, tooEarly: [4, 8], rowsNeeded: 3 },
    ...{ next: [...below('a', 5), ...below('b', 9)], lastLine: 9 },
  };

  test('those of the others are left, and what is below moves down', () => {
    const { rows, tooEarly, next, lastLine } = withoutNext(prediction, 'a');
    expect(rows.map(({ line }) => line)).toEqual([3, 5, 9]);
    expect(tooEarly).toEqual([4, 10]);
    expect(next.map(({ row: text, place }) => [text, place?.line])).toEqual([
      ['b1', 11],
      ['b2', 11],
    ]);
    expect(lastLine).toBe(11);
  });

  test('and then those of all, nothing is left', () => {
    const { rows, next } = withoutNext(prediction);
    expect(next).toEqual([]);
    expect(rows.map(({ line }) => line)).toEqual([3, 5, 9]);
  });
});
