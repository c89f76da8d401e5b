import { describe, expect, test } from 'vitest';
import type { IntervalReport, ResidualReport } from '../../../../engine/protocol.ts';
import { correlationChart, coverageChart, histogramChart } from '../../../../webview/forecasts/errorCharts.ts';
import { biasWords, coverageWords, patternWords, unitWords } from '../../../../webview/forecasts/errorWords.ts';
import type { Theme } from '../../../../webview/theme.ts';

const theme = { train: 'blue', valid: 'yellow', muted: 'grey', best: 'green' } as Theme;
const residuals: ResidualReport = {
  count: 100,
  mean: 0.5,
  deviation: 1,
  isScaled: false,
  histogram: { from: -2, width: 1, counts: [10, 30, 40, 18], below: 1, above: 1 },
};
const intervals: IntervalReport = {
  count: 50,
  coverage: 0.7,
  width: 4,
  isScaled: false,
  factors: [0.5, 1, 2, 16],
  held: [0.4, 0.7, 0.9, 1],
  needed: 1.5,
};

describe('the residuals', () => {
  test('stand as bars in the middle of their bins, with those beyond told', () => {
    const { lines, summary, formatX, rangeX } = histogramChart(residuals, theme);
    expect(lines[0]).toMatchObject({ x: [-1.5, -0.5, 0.5, 1.5], y: [10, 30, 40, 18], isBars: true });
    expect(rangeX).toEqual({ from: -2, to: 2 });
    expect(formatX(-1.5)).toBe('−2 to −1');
    expect(summary).toBe('100 residuals. On the mean forecasts are too low by 0.5. 2 lie further out.');
  });

  test('are on no side where their mean may be chance, or is small beside them', () => {
    expect(biasWords({ ...residuals, mean: -0.15 })).toBe('On the mean forecasts are neither too low nor too high.');
    expect(biasWords({ ...residuals, mean: -0.05, count: 1e6 })).toMatch(/neither/);
    expect(biasWords({ ...residuals, mean: -3 })).toBe('On the mean forecasts are too high by 3.');
    expect([unitWords(true), unitWords(false)]).toEqual([
      '1 is what a seasonal naive forecast of the series is off by.',
      '',
    ]);
  });

  test('have correlations between the bounds of noise, and a sentence', () => {
    const { lines, rangeY, summary } = correlationChart(
      { values: [0.1, 0.5], bound: 0.196, pattern: { kind: 'season', lag: 24 } },
      theme,
    );
    expect(lines.map(({ y }) => y)).toEqual([
      [0.1, 0.5],
      [0.196, 0.196],
      [-0.196, -0.196],
    ]);
    expect(rangeY?.to).toBeCloseTo(0.55, 12);
    expect(summary).toBe('Errors still follow a season of 24 rows.');
    expect(patternWords({ kind: 'none' })).toMatch(/^No pattern is left/);
  });
});

describe('coverage against width', () => {
  test('is drawn in the units of the file, as far as is of interest', () => {
    const { lines, dots, marks } = coverageChart(intervals, theme);
    expect(lines.at(-1)).toMatchObject({ x: [0, 2, 4, 8], y: [null, 0.4, 0.7, 0.9] });
    expect(dots).toMatchObject([{ x: 4, y: 0.7 }]);
    expect(marks).toMatchObject([{ x: 6 }]);
  });

  test('is told with the width that it would have taken', () => {
    expect(coverageWords(intervals)).toBe(
      'The 80 % interval held 70 % of 50 values. Its mean width is 4. Made 1.5 times as wide it would have held 80 %.',
    );
    expect(coverageWords({ ...intervals, needed: 0.97 })).toMatch(/It is as wide as it has to be for 80 %\.$/);
    expect(coverageWords({ ...intervals, needed: null, width: null })).toBe(
      'The 80 % interval held 70 % of 50 values. No width that was tried would have held 80 %.',
    );
  });
});
