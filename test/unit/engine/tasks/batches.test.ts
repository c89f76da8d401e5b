import { describe, expect, test } from 'vitest';
import { laneOffset, planAlike, planExamples, planLanes, shuffleExamples } from '../../../../engine/tasks/batches.ts';

const range = (count: number): Int32Array => Int32Array.from({ length: count }, (_, index) => index);

describe('independent examples', () => {
  test('every example is in exactly one batch and only the last batch is smaller', () => {
    const plan = planExamples(range(10), 4);
    const batches = Array.from({ length: plan.count }, (_, index) => [...plan.batch(index).examples]);
    expect(batches).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9],
    ]);
    expect(plan.batch(1).carryState).toBe(false);
  });

  test('the order depends on seed and epoch and on nothing else, and loses no example', () => {
    const order = shuffleExamples(range(100), 7, 3);
    expect(shuffleExamples(range(100), 7, 3)).toEqual(order);
    expect(shuffleExamples(range(100), 7, 4)).not.toEqual(order);
    expect(shuffleExamples(range(100), 8, 3)).not.toEqual(order);
    expect([...order].sort((a, b) => a - b)).toEqual([...range(100)]);
  });
});

describe('lanes of a text', () => {
  test('each lane goes on where its last batch ended, and carries its state from the second batch on', () => {
    const plan = planLanes(Int32Array.of(100, 100 + 2 * 15 + 1), 2, 5);
    const batches = Array.from({ length: plan.count }, (_, index) => [...plan.batch(index).examples]);
    expect(batches).toEqual([
      [100, 115],
      [105, 120],
      [110, 125],
    ]);
    expect(plan.batch(0).carryState).toBe(false);
    expect(plan.batch(1).carryState).toBe(true);
  });

  test('windows that overlap begin a stride apart, predict what is new and keep the state at the next beginning', () => {
    const truncation = { stride: 2, carryState: true };
    const plan = planLanes(Int32Array.of(0, 12), 1, 5, 0, truncation);
    const batches = Array.from({ length: plan.count }, (_, index) => {
      const { examples, ...rest } = plan.batch(index);
      return { start: examples[0], ...rest };
    });
    expect(batches).toEqual([
      { start: 0, carryState: false, skip: 0, keepAfter: 2 },
      { start: 2, carryState: true, skip: 3, keepAfter: 2 },
      { start: 4, carryState: true, skip: 3, keepAfter: 2 },
      { start: 6, carryState: true, skip: 3, keepAfter: 2 },
    ]);
  });

  test('every window begins from zeros when no state is carried', () => {
    const plan = planLanes(Int32Array.of(0, 31), 2, 5, 0, { stride: 5, carryState: false });
    const carried = Array.from({ length: plan.count }, (_, index) => plan.batch(index).carryState);
    expect(carried).toEqual([false, false, false]);
  });

  test('no batch reads past the span, its last target included, for any span, batch size and offset', () => {
    for (const length of [8, 13, 64, 101]) {
      for (const batchSize of [1, 3, 50]) {
        for (const offset of [0, 2]) {
          const plan = planLanes(Int32Array.of(1000, 1000 + length), batchSize, 5, offset);
          expect(plan.count).toBeGreaterThan(0);
          for (let index = 0; index < plan.count; index++) {
            for (const first of plan.batch(index).examples) {
              expect(first).toBeGreaterThanOrEqual(1000);
              expect(first + 5).toBeLessThan(1000 + length);
            }
          }
        }
      }
    }
  });

  test('the offset is below the window and leaves room for one batch', () => {
    const offsets = Array.from({ length: 50 }, (_, epoch) => laneOffset(Int32Array.of(0, 100), 8, 1, epoch));
    expect(new Set(offsets).size).toBeGreaterThan(4);
    expect(Math.max(...offsets)).toBeLessThan(8);
    expect(laneOffset(Int32Array.of(0, 9), 8, 1, 1)).toBe(0);
  });
});

describe('examples of unequal lengths', () => {
  const lengths = range(1000).map((index) => (index * 7919) % 97);
  const batchesOf = (seed: number, epoch: number): number[][] => {
    const plan = planAlike(range(1000), lengths, 8, seed, epoch);
    return Array.from({ length: plan.count }, (_, index) => [...plan.batch(index).examples]);
  };

  test('each is in exactly one batch, and a batch holds alike long ones: a tenth of the steps is padding at most', () => {
    const batches = batchesOf(1, 1);
    expect(batches.flat().sort((a, b) => a - b)).toEqual([...range(1000)]);
    const longest = (batch: readonly number[]): number => Math.max(...batch.map((index) => lengths[index] ?? 0));
    const steps = batches.reduce((sum, batch) => sum + batch.length * longest(batch), 0);
    const used = lengths.reduce((sum, length) => sum + length, 0);
    expect(steps).toBeLessThan(1.1 * used);
  });

  test('batches come in no order of length, mixed anew by seed and epoch alone', () => {
    expect(batchesOf(1, 1)).toEqual(batchesOf(1, 1));
    expect(batchesOf(1, 2)).not.toEqual(batchesOf(1, 1));
    expect(batchesOf(2, 1)).not.toEqual(batchesOf(1, 1));
    const firsts = batchesOf(1, 1).map(([first = 0]) => lengths[first] ?? 0);
    const falls = firsts.filter((length, index) => index > 0 && length < (firsts[index - 1] ?? 0)).length;
    expect(falls).toBeGreaterThan(firsts.length / 4);
  });
});
