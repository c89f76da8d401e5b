import { expect, test } from 'vitest';
import { gradientChart, profileChart, ratioChart } from '../../../../../webview/panel/gradients/gradientCharts.ts';
import { gradientsOf } from './gradientsOf.ts';

const theme = {
  foreground: 'white',
  muted: 'grey',
  grid: 'grey',
  background: 'black',
  train: 'blue',
  valid: 'yellow',
  best: 'green',
  future: 'purple',
  error: 'red',
};
const layer = (name: string, stateGradients: readonly number[]) => ({ name, stateGradients, saturated: {} });
const norms = (y: readonly (number | null)[]) => [{ layer: 'l0', gradient: { x: [1, 5], y }, ratio: { x: [1, 5], y } }];

test('draws the gradient of every layer over the time steps, from the first one, with gaps for zeros', () => {
  const chart = profileChart(gradientsOf(1200, [layer('l0', [0, 1e-3, 1]), layer('l1', [2, 3])]), theme);
  expect(chart.lines.map(({ label, x, y }) => ({ label, x, y }))).toEqual([
    { label: 'layer 0', x: [1, 2, 3], y: [null, 1e-3, 1] },
    { label: 'layer 1', x: [1, 2], y: [2, 3] },
  ]);
  expect(chart.isLog).toBe(true);
  expect(chart.summary).toBe(
    'Training step 1,200. layer 0: 1 at the last time step, 0 at the first. layer 1: 3 at the last time step, 2 at the first.',
  );
});

test('shows a level gradient as a level line: within two decades and a tenth', () => {
  const { rangeY } = profileChart(gradientsOf(1, [layer('l0', [0.011, 0.009, 0.01])]), theme);
  expect(Math.log10((rangeY?.to ?? 0) / (rangeY?.from ?? 0))).toBeCloseTo(2.1, 10);
});

test('has no logarithmic axis when every gradient is 0', () => {
  expect(profileChart(gradientsOf(1, [layer('l0', [0, 0])]), theme).isLog).toBe(false);
  expect(gradientChart(norms([null, null]), theme).isLog).toBe(false);
});

test('gives nine layers looks of which no two are the same', () => {
  const layers = Array.from({ length: 9 }, (_, index) => layer(`l${index}`, [1]));
  const looks = profileChart(gradientsOf(1, layers), theme).lines.map(({ color, dash }) =>
    JSON.stringify([color, dash]),
  );
  expect(new Set(looks).size).toBe(9);
});

test('draws a guide at a thousandth under the ratios, unlisted, from the first step to the last', () => {
  const guide = ratioChart(norms([0.1, 0.2]), theme).lines.at(-1);
  expect(guide).toMatchObject({ x: [1, 5], y: [1e-3, 1e-3], isUnlisted: true });
});
