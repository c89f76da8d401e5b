import { expect, test } from 'vitest';
import type { PredictedCell } from '../../../../engine/protocol.ts';
import { cellText, nextText, rowText, wordsOf } from '../../../../src/predictions/lensText.ts';

const value = (text: string, spread?: number, column = 'temp_max'): PredictedCell => ({
  column,
  actual: '',
  text,
  value: Number(text),
  ...(spread !== undefined && bounded(text, spread)),
});
const bounded = (text: string, spread: number) => {
  const [low, high] = [Number(text) - spread, Number(text) + spread];
  const written = (bound: number): string => bound.toFixed(text.split('.')[1]?.length ?? 0);
  return { low, high, bounds: [written(low), written(high)] as const };
};
const step = (time: string | undefined, ...cells: PredictedCell[]) => ({
  ...(time !== undefined && { time }),
  cells,
  row: `${time ?? ''},,${cells.map(({ text }) => text).join(',')}`,
});

test('a value has its interval as its column writes it', () => {
  expect(cellText(value('12.4', 2.651))).toBe('temp_max ≈ 12.4 (9.7 … 15.1)');
  expect(cellText(value('412', 30.4))).toBe('temp_max ≈ 412 (382 … 442)');
  expect(cellText(value('12.4'))).toBe('temp_max ≈ 12.4');
  const euros: PredictedCell = { ...value('12.4'), text: '12,40 €', bounds: ['9,70 €', '15,10 €'] };
  expect(cellText(euros)).toBe('temp_max ≈ 12,40 € (9,70 € … 15,10 €)');
});

test('a value whose bounds could not be computed has no interval', () => {
  const unbounded: PredictedCell = { ...value('12.4'), low: null, high: null };
  expect(cellText(unbounded)).toBe('temp_max ≈ 12.4');
});

test('a row with several empty targets names each', () => {
  expect(rowText([value('12.4'), value('3.1', undefined, 'temp_min')])).toBe('temp_max ≈ 12.4 · temp_min ≈ 3.1');
});

test('the future names its columns once and ends after three steps', () => {
  const days = ['2016-01-01', '2016-01-02', '2016-01-03', '2016-01-04'];
  const next = days.map((day, index) => step(day, value(`${6 - index}.1`, 2)));
  expect(nextText(next.slice(0, 2))).toBe('2016-01-01 temp_max ≈ 6.1 (4.1 … 8.1) · 2016-01-02 ≈ 5.1');
  expect(nextText(next)).toBe('2016-01-01 temp_max ≈ 6.1 (4.1 … 8.1) · 2016-01-02 ≈ 5.1 · 2016-01-03 ≈ 4.1 · …');
});

test('the future of several series has the interval of each', () => {
  const next = ['a', 'b', 'a'].map((series, index) => ({ series, ...step('2016-01-01', value(`${6 - index}.1`, 2)) }));
  expect(nextText(next)).toBe(
    'a 2016-01-01 temp_max ≈ 6.1 (4.1 … 8.1) · b 2016-01-01 ≈ 5.1 (3.1 … 7.1) · a 2016-01-01 ≈ 4.1',
  );
});

test('the future of a series without time has values only', () => {
  expect(nextText([step(undefined, value('1.5')), step(undefined, value('1.6'))])).toBe('temp_max ≈ 1.5 · ≈ 1.6');
});

test('a class is given with its probability in whole percent', () => {
  const species = { column: 'species', cell: 4, actual: '', text: 'setosa', probability: 0.927 };
  expect(wordsOf(species)).toBe('setosa (93 %)');
  expect(cellText(species)).toBe('species ≈ setosa (93 %)');
});
