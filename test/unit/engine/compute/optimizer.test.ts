import { expect, test } from 'vitest';
import type { Offset } from '../../../../engine/compute/offset.ts';
import { stepOptimizer, updateNumbers } from '../../../../engine/compute/optimizer.ts';
import { onEveryBackend } from '../network/everyBackend.ts';
import { largestError } from '../network/reference.ts';
import { Workbench } from '../network/workbench.ts';
import { updateOf } from '../network/sessionOptions.ts';

// 1 less 0.99999 as a 32-bit float is off by a thousandth of itself.
const [beta1, beta2, learningRate, epsilon] = [0.9999, 0.99999, 0.5, 1e-8];
const steps = 5;
const count = 32;
const slopeOf = (i: number, step: number): number => Math.fround(Math.sin(i + 1) * (1 + step / 3));

/** p after the steps, from 0, in double precision. */
const plain = (optimizer: 'rmsprop' | 'adam'): number[] =>
  Array.from({ length: count }, (_, i) => {
    let [p, m, v] = [0, 0, 0];
    for (let step = 1; step <= steps; step++) {
      const g = slopeOf(i, step);
      m = beta1 * m + (1 - beta1) * g;
      v = beta2 * v + (1 - beta2) * g * g;
      const isAdam = optimizer === 'adam';
      const root = Math.sqrt(isAdam ? v / (1 - beta2 ** step) : v) + epsilon;
      p -= (learningRate * (isAdam ? m / (1 - beta1 ** step) : g)) / root;
    }
    return p;
  });

onEveryBackend((module) => {
  test.each(['rmsprop', 'adam'] as const)(
    '5 steps of %s with beta1 0.9999 and beta2 0.99999 are those in double precision within 2e-6',
    (optimizer) => {
      const { kernels, memory, ...bench } = openBench(module);
      const [p, g, ...moments] = bench.zeros;
      for (let step = 1; step <= steps; step++) {
        memory.floats(g, count).set(Array.from({ length: count }, (_, i) => slopeOf(i, step)));
        const numbers = updateNumbers(1, updateOf({ learningRate, beta1, beta2, epsilon, step }));
        stepOptimizer(kernels, optimizer, p, g, moments, numbers, count);
      }
      expect(largestError(memory.floats(p, count), plain(optimizer))).toBeLessThan(2e-6);
    },
  );

  test('an average that keeps 0.99999 moves by a hundred-thousandth within 1e-6 of the move', () => {
    const { kernels, memory, ...bench } = openBench(module);
    const [average, p] = bench.zeros;
    memory.floats(p, count).fill(3);
    kernels.follow(average, p, beta2, count);
    for (const value of memory.floats(average, count)) expect(Math.abs(value / 3e-5 - 1)).toBeLessThan(1e-6);
  });
});

const openBench = (module: Parameters<typeof Workbench.create>[0]) => {
  const { kernels, memory } = Workbench.create(module);
  const zeros = (): Offset => memory.allocate(count * 4, 'A test');
  return { kernels, memory, zeros: [zeros(), zeros(), zeros(), zeros()] as const };
};
