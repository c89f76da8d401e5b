import { expect, test } from 'vitest';
import { drawingPixels } from '../../../../../webview/tasks/labels/drawingPixels.ts';

const pixelsOf = (...bytes: readonly number[]): string => Buffer.from(bytes).toString('base64');

test('grey pixels are as much red as green and blue', () => {
  const { width, height, data } = drawingPixels({
    ...{ kind: 'frames', frames: 1, rows: 1, columns: 2, colours: 1, pixels: pixelsOf(7, 200) },
  });
  expect([width, height, [...data]]).toEqual([2, 1, [7, 7, 7, 255, 200, 200, 200, 255]]);
});

test('frames stand beside each other with a column of nothing between', () => {
  const { width, height, data } = drawingPixels({
    ...{ kind: 'frames', frames: 2, rows: 2, columns: 1, colours: 3 },
    pixels: pixelsOf(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
  });
  expect([width, height]).toEqual([3, 2]);
  expect([...data]).toEqual([
    ...[1, 2, 3, 255, 0, 0, 0, 0, 7, 8, 9, 255],
    ...[4, 5, 6, 255, 0, 0, 0, 0, 10, 11, 12, 255],
  ]);
});
