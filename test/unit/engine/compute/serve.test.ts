import { afterEach, expect, test } from 'vitest';
import { KERNEL_MEMORY, loadKernels } from '../../../../engine/compute/loadKernels.ts';
import { SharedMemory } from '../../../../engine/compute/memory.ts';
import type { Offset } from '../../../../engine/compute/offset.ts';
import { ThreadPool, controls } from '../../../../engine/compute/threads.ts';

let pool: ThreadPool | undefined;
afterEach(() => pool?.dispose());

test('a thread that is told late of a command it has done already does not do it again', async () => {
  const memory = new SharedMemory(KERNEL_MEMORY);
  const plan = memory.allocate(8, 'A test');
  const told = memory.integers(plan, 2);
  const crew = { file: new URL('./countingWorker.ts', import.meta.url), plan, count: 1 };
  pool = await ThreadPool.start<Offset>(memory, await loadKernels('wasm'), { run: () => undefined }, crew);
  const control = memory.integers(told[1] as Offset, controls.count);

  pool.run(1);
  expect(told[0]).toBe(1);
  // As of a thread that was held still between raising the number and telling of it. Each wakes a thread that sleeps,
  // which has seen to the one before when it sleeps again.
  for (let late = 0; late < 3; late++) {
    await expect.poll(() => Atomics.notify(control, controls.generation), { interval: 1 }).toBe(1);
  }
  expect(told[0]).toBe(1);
  expect(Atomics.load(control, controls.finished)).toBe(1);

  pool.run(1);
  expect(told[0]).toBe(2);
});
