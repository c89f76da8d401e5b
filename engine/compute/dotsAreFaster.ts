import type { Kernels } from './kernels.ts';
import { SharedMemory } from './memory.ts';

/** Lanes, inputs and outputs of the product that is timed: within the first-level cache. */
const [lanes, inputs, outputs] = [26, 128, 64];
const rounds = 8;

/**
 * Whether the bfloat16 products of the first kernels take less time than those of the second, the best of a few rounds in
 * turns. Both give the same numbers: one by the processor's dot products of bfloat16, the other by its multiply-adds of
 * floats. AMD's cores make twice as many products with the former, Intel's since Sapphire Rapids half as many.
 */
export const dotsAreFaster = (bind: (memory: WebAssembly.Memory) => readonly [Kernels, Kernels]): boolean => {
  const memory = new SharedMemory(64);
  const kernels = bind(memory.memory);
  const [z, x, w, scratch] = [lanes * outputs, lanes * inputs, inputs * outputs, 544 * 256].map((count) =>
    memory.allocate(count * 4, 'A test'),
  );
  if (z === undefined || x === undefined || w === undefined || scratch === undefined) return false;
  const times = kernels.map((): number => Infinity);
  for (let round = 0; round < rounds; round++) {
    for (const [index, one] of kernels.entries()) {
      const begin = performance.now();
      for (let call = 0; call < 8; call++) {
        one.project_bf16(z, x, w, undefined, undefined, scratch, 1, lanes, inputs, outputs / one.panel);
      }
      times[index] = Math.min(times[index] ?? Infinity, performance.now() - begin);
    }
  }
  const [dots = Infinity, widened = 0] = times;
  return dots < widened;
};
