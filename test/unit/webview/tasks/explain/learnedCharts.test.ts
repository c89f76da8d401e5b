import { describe, expect, test } from 'vitest';
import type { LearnedSeason } from '../../../../../engine/protocol.ts';
import { levelChart, seasonChart } from '../../../../../webview/tasks/explain/learnedCharts.ts';

const theme = {
  ...{ foreground: 'white', muted: 'grey', grid: 'grey', background: 'black', train: 'blue' },
  ...{ valid: 'yellow', best: 'green', future: 'purple', error: 'red' },
};
const lines = [
  { who: 'actual', name: 'actual', values: [10, 12, null] },
  { who: 'model', name: 'forecast', values: [11, 12.5, 9] },
  { who: 'seasonalNaive', name: 'same hour yesterday', values: [9, 9, 9] },
];
const learned: LearnedSeason = {
  ...{ target: 'y', decimals: 1, unit: 'value' },
  season: { length: 3, x: [0, 8, 16], kind: 'hour', lines },
  level: { x: [5, 6, 7], isTime: false, lines },
};

describe('the season that was learned', () => {
  test('is drawn beside that of the file, place by place', () => {
    const chart = seasonChart(learned, theme);
    expect(chart?.lines.map(({ label, y }) => [label, y])).toEqual(lines.map(({ name, values }) => [name, values]));
    expect(chart?.lines.map(({ color }) => color)).toEqual(['blue', 'yellow', 'grey']);
    expect(chart?.formatX(8)).toBe('08:00');
    expect(chart?.formatY(12.34)).toBe('12.3');
  });

  test('says in words how far the two lie apart', () => {
    expect(seasonChart(learned, theme)?.summary).toBe('The forecast lies 0.75 from it on the mean over 2 places.');
  });

  test('has weekdays, months and places by their names', () => {
    const of = (kind: 'weekday' | 'month' | 'place') =>
      seasonChart({ ...learned, season: { length: 3, x: [0, 1, 2], kind, lines } }, theme);
    expect(of('weekday')?.formatX(2)).toBe('Wednesday');
    expect(of('weekday')?.formatX(2.5)).toBe('Wed 12:00');
    expect(of('weekday')?.formatTick?.(6)).toBe('Sun');
    expect(of('month')?.formatX(11)).toBe('December');
    expect(of('month')?.formatX(1.5)).toBe('February 16');
    expect(of('month')?.formatTick?.(0.5)).toBe('');
    expect(of('place')?.formatX(3)).toBe('place 3');
  });

  test('is in percent where it is of several series, which have no level of all', () => {
    const { level: _, ...several } = { ...learned, unit: 'percent' as const };
    expect(seasonChart(several, theme)?.formatY(101.234)).toBe('101 %');
    expect(levelChart(several, theme)).toBeUndefined();
  });

  test('is none where the data has none', () => {
    const { season: _, ...level } = learned;
    expect(seasonChart(level, theme)).toBeUndefined();
    expect(levelChart(level, theme)?.formatX(6)).toBe('row 6');
  });
});
