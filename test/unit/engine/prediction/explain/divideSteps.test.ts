import { expect, test } from 'vitest';
import { divideSteps, stepMeasurements } from '../../../../../engine/prediction/explain/divideSteps.ts';
import type { StepRange } from '../../../../../engine/protocol.ts';

/** Divides by how many of some steps each stretch has, and counts what it takes. */
const divide = async (steps: number, heavy: readonly number[]) => {
  let count = 0;
  const weigh = async ({ from, to }: StepRange): Promise<number> => {
    count++;
    return heavy.filter((step) => step >= from && step <= to).length;
  };
  const parts = await divideSteps(steps, weigh, (weight) => weight);
  return { parts, count };
};

test('a few steps are measured each alone', async () => {
  const { parts, count } = await divide(5, [2]);
  expect(parts.map(({ from, to }) => [from, to])).toEqual([1, 2, 3, 4, 5].map((step) => [step, step]));
  expect(count).toBe(stepMeasurements(5));
});

test('of a thousand, the one that matters is found, and all are covered once', async () => {
  const { parts, count } = await divide(1000, [700]);
  expect(count).toBeLessThanOrEqual(stepMeasurements(1000));
  const heavy = parts.find(({ measured }) => measured > 0);
  expect(heavy?.to).toBe(heavy?.from);
  expect(heavy?.from).toBe(700);
  expect(parts[0]?.from).toBe(1);
  expect(parts.at(-1)?.to).toBe(1000);
  for (const [at, { from }] of parts.entries()) if (at > 0) expect(from).toBe((parts[at - 1]?.to ?? 0) + 1);
});

test('where nothing matters nothing is halved', async () => {
  const { parts } = await divide(80, []);
  expect(parts.map(({ from, to }) => to - from + 1)).toEqual(new Array(8).fill(10));
});
