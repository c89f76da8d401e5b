import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RunEvent } from '../../../../engine/protocol.ts';
import { RunReporter } from '../../../../engine/training/runReporter.ts';
import { epochEvent } from '../runEvents.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const epochsOf = (batches: readonly (readonly RunEvent[])[]): number[] =>
  batches.flat().flatMap((event) => (event.event === 'epoch' ? [event.epoch] : []));

test('the first report goes out at once, the next ones ten times a second, all in order', async () => {
  const batches: (readonly RunEvent[])[] = [];
  const reporter = new RunReporter(async (events) => {
    batches.push(events);
  });
  for (let epoch = 1; epoch <= 1000; epoch++) {
    reporter.add(epochEvent(epoch));
    await vi.advanceTimersByTimeAsync(1);
  }
  reporter.flush();
  expect(batches.length).toBeGreaterThanOrEqual(10);
  expect(batches.length).toBeLessThanOrEqual(12);
  expect(epochsOf(batches)).toEqual(Array.from({ length: 1000 }, (_, index) => index + 1));
});

test('a client that takes nothing is given nothing more, and of 200,000 epochs 8,192 wait for it at most', async () => {
  const batches: (readonly RunEvent[])[] = [];
  let take = (): void => undefined;
  const reporter = new RunReporter((events) => {
    batches.push(events);
    return new Promise((resolve) => (take = resolve));
  });
  for (let epoch = 1; epoch <= 200_000; epoch++) {
    reporter.add(epochEvent(epoch, epoch === 100_001));
    if (epoch % 2000 === 0) await vi.advanceTimersByTimeAsync(100);
  }
  expect(epochsOf(batches)).toEqual([1]);
  take();
  await vi.advanceTimersByTimeAsync(100);
  expect(batches).toHaveLength(2);
  const late = epochsOf(batches.slice(1));
  expect(late.length).toBeLessThanOrEqual(8192);
  expect(late).toContain(100_001);
  expect(late.at(-1)).toBe(200_000);
});
