import { describe, expect, test } from 'vitest';
import { heatGrid, heightOf } from '../../../../../webview/panel/gradients/heatGrid.ts';

const rowsOf = (grid: Float32Array, columns: number): number[][] =>
  Array.from({ length: grid.length / columns }, (_, row) => [...grid.slice(row * columns, (row + 1) * columns)]);

describe('heatGrid', () => {
  const map = {
    steps: [10, 20],
    profiles: [
      [1e-4, 1e-2],
      [1e-6, 1],
    ],
  };

  test('has the logarithm of the first time step at the bottom, of the last one on top, and the oldest training step left', () => {
    expect(rowsOf(heatGrid(map, { from: 10, to: 20 }, 2, 2), 2)).toEqual([
      [-2, 0],
      [-4, -6],
    ]);
  });

  test('gives every pixel the training step nearest to it', () => {
    const uneven = { steps: [0, 10, 100], profiles: [[1], [10], [100]] };
    const [row] = rowsOf(heatGrid(uneven, { from: 0, to: 100 }, 20, 1), 20);
    // Pixels are 5 steps wide: 10 is the nearest from 5 on, 100 from 55 on.
    expect(row).toEqual([0, ...Array<number>(10).fill(1), ...Array<number>(9).fill(2)]);
  });

  test('shows the largest of the norms that share a pixel, over time steps and training steps', () => {
    const profiles = Array.from({ length: 100 }, () => Array<number>(1000).fill(1e-3));
    profiles[37]![421] = 1e3;
    const steps = profiles.map((_, index) => index);
    const grid = heatGrid({ steps, profiles }, { from: 0, to: 99 }, 10, 20);
    const spikes = [...grid].flatMap((value, at) => (value === 3 ? [at] : []));
    // Step 37 is right of the fourth tenth's beginning; time step 421 is in the ninth twentieth from the bottom.
    expect(spikes).toEqual([11 * 10 + 3]);
    expect([...grid].filter((value) => Math.abs(value + 3) < 1e-6)).toHaveLength(199);
  });

  test('loses the last training step in no width', () => {
    const steps = Array.from({ length: 200 }, (_, index) => 1 + 25 * index);
    const profiles = steps.map((_, index) => [index === 199 ? 10 : 1]);
    for (const columns of [1, 7, 199, 200, 230, 1600]) {
      expect(heatGrid({ steps, profiles }, { from: 1, to: steps[199]! }, columns, 1).at(-1)).toBe(1);
    }
  });

  test('tells a norm of 0, one that is not finite and one that is not there apart', () => {
    const lost = null; // NaN and Infinity come as null.
    const strange = { steps: [1], profiles: [[0, lost, NaN, Infinity]] };
    expect([...heatGrid(strange, { from: 0.5, to: 1.5 }, 1, 4)].reverse()).toEqual([
      -Infinity,
      Infinity,
      Infinity,
      Infinity,
    ]);
    const shorter = { steps: [1, 2], profiles: [[1], [1, 1]] };
    expect(rowsOf(heatGrid(shorter, { from: 1, to: 2 }, 2, 2), 2)).toEqual([
      [NaN, 0],
      [0, 0],
    ]);
  });

  test('lets a norm that is not finite outshine the others in its pixel', () => {
    const map = { steps: [1], profiles: [[1, NaN, 1e9, 0]] };
    expect([...heatGrid(map, { from: 0.5, to: 1.5 }, 1, 1)]).toEqual([Infinity]);
  });
});

test('is as high as its longest profile', () => {
  expect(heightOf({ steps: [1, 2, 3], profiles: [[1], [1, 2, 3], [1, 2]] })).toBe(3);
  expect(heightOf({ steps: [], profiles: [] })).toBe(0);
});
