import type { Kernels } from './kernels.ts';
import { SharedMemory } from './memory.ts';

/** Lanes, inputs and outputs of the product that is timed: within the first-level cache. */
const [lanes, inputs, outputs] = [26, 128, 64];
const rounds = 8;

/**
 * Milliseconds of a few bfloat16 products by each of these kernels, the best of a few rounds in turns. All give the same
 * numbers or nearly: by tiles, by dot products of bfloat16, or by multiply-adds of floats. No rule tells which is faster: on
 * an Emerald Rapids of Intel's dot products make half as many products as multiply-adds, elsewhere they should make twice
 * as many.
 */
export const timeRoundedProducts = (
  count: number,
  bind: (index: number, memory: WebAssembly.Memory) => Kernels,
): readonly number[] => {
  const memory = new SharedMemory(64);
  const kernels = Array.from({ length: count }, (_, index) => bind(index, memory.memory));
  const [z, x, w, scratch] = [lanes * outputs, lanes * inputs, inputs * outputs, 544 * 256].map((floats) =>
    memory.allocate(floats * 4, 'A test'),
  );
  const times = kernels.map((): number => Infinity);
  if (z === undefined || x === undefined || w === undefined || scratch === undefined) return times;
  for (let round = 0; round < rounds; round++) {
    for (const [index, one] of kernels.entries()) {
      const begin = performance.now();
      for (let call = 0; call < 8; call++) {
        one.project_bf16(z, x, w, undefined, undefined, scratch, 1, lanes, inputs, outputs / one.panel);
      }
      times[index] = Math.min(times[index] ?? Infinity, performance.now() - begin);
    }
  }
  return times;
};
