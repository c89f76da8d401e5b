import { expect, test } from 'vitest';
import { describePaths } from '../../../../engine/cli/commands/describePaths.ts';
import type { Prediction } from '../../../../engine/protocol.ts';

const predicted: Prediction = { rows: [], omitted: 0, tooEarly: [], rowsNeeded: 1, next: [] };

test('the first paths stand beside each other, step by step, and it is said how many more there are', () => {
  const values = Array.from({ length: 9 }, (_, path) => [path === 0 ? 1200 : path + 0.5, null]);
  const lines = describePaths({ ...predicted, paths: [{ series: 'a', column: 'y', values }] });
  expect(lines[0]).toBe('paths');
  expect(lines[1]).toMatch(/column +path 1 .* path 6$/);
  expect(lines[2]).toMatch(/^ *a {2}\+1 +y +1,200 +1\.500 .* 5\.500$/);
  expect(lines[3]).toMatch(/\+2 +y +– .* –$/);
  expect(lines[4]).toBe('3 more; --out or --json has all');
});

test('where none were drawn, nothing is said', () => {
  expect(describePaths(predicted)).toEqual([]);
});
