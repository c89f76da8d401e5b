import { expect, test } from 'vitest';
import { residualRanks } from '../../../../../../engine/tasks/forecast/paths/residualRanks.ts';

const windows = (count: number): number[] => Array.from({ length: count }, (_, window) => window);

test('an error has its place among those of its output by size, from 1 on, and its sign', () => {
  const errors = [3, -1, 0, 8, -20, 5, 2, -6, 7, 4];
  const found = residualRanks(windows(10), 2, (window, output) => (errors[window] ?? NaN) * (output === 0 ? 1 : -10));
  expect(found?.map(([first]) => first)).toEqual([4, -2, 1, 9, -10, 6, 3, -7, 8, 5]);
  expect(found?.map(([, second]) => second)).toEqual([-4, 2, 1, -9, 10, -6, -3, 7, -8, -5]);
});

test('fewer than ten windows, and more outputs than a model has room for, have none', () => {
  expect(residualRanks(windows(9), 1, () => 1)).toBeUndefined();
  expect(residualRanks(windows(10), 20_000, () => 1)).toBeUndefined();
});

test('of many windows some are taken evenly, so that each output has every place once', () => {
  const found = residualRanks(windows(1001), 3, (window, output) => Math.sin(window * (output + 1)));
  expect(found).toHaveLength(200);
  for (const output of [0, 1, 2]) {
    const places = found?.map((ranks) => Math.abs(ranks[output] ?? NaN)).sort((a, b) => a - b);
    expect(places).toEqual(Array.from({ length: 200 }, (_, at) => at + 1));
  }
  // Of long horizons as few as a model has room for.
  expect(residualRanks(windows(1001), 1000, (window) => window)).toHaveLength(32);
  expect(residualRanks(windows(1001), 3000, (window) => window)).toHaveLength(30);
});
