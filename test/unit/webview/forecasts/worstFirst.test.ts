import { expect, test } from 'vitest';
import { findSeries, worstFirst } from '../../../../webview/forecasts/worstFirst.ts';
import { resultOf, verdictOf } from '../backtest/resultOf.ts';

const bySeries = [0.5, undefined, 2, 1].map((mase, index) => ({
  name: `Store ${index} load`,
  metrics: { model: { mae: 3, ...(mase !== undefined && { mase }) }, seasonalNaive: { mase: 1.5 } },
}));
const result = resultOf({ bySeries, verdict: verdictOf({ metric: 'mase' }) });

test('the series with the largest error comes first, one of which none is known last', () => {
  const ranked = worstFirst(result);
  expect(ranked.map(({ series }) => series)).toEqual([2, 3, 0, 1]);
  expect(ranked[0]).toMatchObject({ name: 'Store 2 load', error: 2, rivalError: 1.5, mae: 3 });
});

test('a series is found by all words of its name, whatever their case', () => {
  const names = (sought: string): string[] => findSeries(worstFirst(result), sought).map(({ name }) => name);
  expect(names('LOAD 3')).toEqual(['Store 3 load']);
  expect(names('  ')).toHaveLength(4);
  expect(names('store x')).toEqual([]);
});
