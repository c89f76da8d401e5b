import { expect, test } from 'vitest';
import { drawLines } from '../../../../../engine/tasks/classification/drawLines.ts';

test('a short sequence is drawn point by point, three of its channels at the most', () => {
  expect(drawLines(Float32Array.of(1, 10, 2, 20, 3, 30), 2)).toEqual({
    kind: 'lines',
    lines: [
      [1, 2, 3],
      [10, 20, 30],
    ],
    steps: 3,
  });
  expect(drawLines(new Float32Array(10), 5).lines.length).toBe(3);
});

test('of a long one 64 points are means of steps one after another', () => {
  const { lines, steps } = drawLines(
    Float32Array.from({ length: 640 }, (_, at) => at),
    1,
  );
  expect([lines[0]?.length, steps]).toEqual([64, 640]);
  expect(lines[0]?.slice(0, 2)).toEqual([4.5, 14.5]);
  expect(lines[0]?.at(-1)).toBe(634.5);
});
