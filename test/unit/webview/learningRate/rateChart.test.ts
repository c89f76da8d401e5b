import { expect, test } from 'vitest';
import type { RunConfig } from '../../../../engine/config.ts';
import type { RateSearchState } from '../../../../webview/protocol.ts';
import type { Theme } from '../../../../webview/theme.ts';
import { rateChart } from '../../../../webview/learningRate/rateChart.ts';
import { pointsOf } from './pointsOf.ts';

const theme = { train: 'blue', best: 'green' } as Theme;
const running: RateSearchState = {
  title: 'weather.csv',
  state: 'running',
  points: pointsOf([4, 4, 3, 2], [5, 4, 1, 2]),
  highestRate: 10,
};
const finished: RateSearchState = {
  ...running,
  state: 'finished',
  proposal: {
    steepest: 1.2e-5,
    tenthOfLowest: 1e-3,
    proposed: 'steepest',
    learningRate: 1.2e-5,
    hasExploded: true,
    config: {} as RunConfig,
  },
};

test('draws the raw loss thin and the smoothed one bold over the logarithm of the rate', () => {
  const { lines, formatX } = rateChart(running, theme);
  const [raw, smoothed] = lines;
  expect(raw?.y).toEqual([5, 4, 1, 2]);
  expect(smoothed?.y).toEqual([4, 4, 3, 2]);
  expect(smoothed?.x.map((value) => Number(value.toFixed(9)))).toEqual([-7, -6, -5, -4]);
  expect(raw!.width).toBeLessThan(smoothed!.width);
  expect(formatX(smoothed!.x[2]!)).toBe('rate 1e−5');
});

test('leaves room up to the highest rate while the test goes on, and none when it has ended', () => {
  expect(rateChart(running, theme).rangeX).toEqual({ from: -7, to: 1 });
  expect(rateChart(finished, theme).rangeX).toBeUndefined();
});

test('marks the proposed rate on the smoothed line', () => {
  const { marks, dots } = rateChart(finished, theme);
  expect(marks).toEqual([{ x: Math.log10(1.2e-5), label: 'proposed 1.2e−5' }]);
  expect(dots?.[0]).toMatchObject({ x: Math.log10(1.2e-5), y: 3, color: 'green' });
  expect(rateChart(running, theme).marks).toBeUndefined();
});

test('says in words what is drawn', () => {
  expect(rateChart(finished, theme).summary).toBe(
    '4 rates from 1e−7 to 0.0001; the smoothed loss is lowest, 2, at 0.0001. Proposed: 1.2e−5.',
  );
  expect(rateChart({ ...running, points: [] }, theme).summary).toBe('No rate has been tried yet.');
});
