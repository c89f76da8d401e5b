import { expect, test } from 'vitest';
import { bindKernels, KERNEL_MEMORY } from '../../../../engine/compute/loadKernels.ts';
import { SharedMemory } from '../../../../engine/compute/memory.ts';
import { createRandom } from '../../../../engine/compute/random.ts';
import { onEveryBackend } from '../network/everyBackend.ts';
import { exactFunctions, SIGMOID_FLOOR, ulpsBetween, type FunctionName } from './exactFunctions.ts';

const RELU = 3;

/**
 * Both signs of every exponent with 512 mantissas each, the outermost among them: zeros, denormal numbers, infinities
 * and NaN included.
 */
const everyExponent = (): Float32Array => {
  const random = createRandom(1);
  const bits = new Uint32Array(512 * 512);
  for (let i = 0; i < bits.length; i++) {
    const mantissas = [0, 1, 2, 0x400000, 0x7ffffe, 0x7fffff];
    bits[i] = ((i >>> 9) << 23) | (mantissas[i % 512] ?? Math.floor(random.next() * 2 ** 23));
  }
  return new Float32Array(bits.buffer);
};

const between = (low: number, high: number): Float32Array =>
  Float32Array.from({ length: 200_000 }, (_, i) => low + ((high - low) * i) / 199_999);

/** The inputs of a function where rounding is not all that matters, and the exact results. */
const inputs = [everyExponent(), between(-104, 89), between(0.5, 2)] as const;
const exactResults = Object.fromEntries(
  Object.entries(exactFunctions).map(([name, { exact }]) => [
    name,
    inputs.map((values) => Float64Array.from(values, (value) => exact(value))),
  ]),
) as Record<FunctionName, Float64Array[]>;

onEveryBackend((module) => {
  const memory = new SharedMemory(KERNEL_MEMORY);
  const kernels = bindKernels(module, memory.memory);

  /** The function of single-precision values; as many as wanted. */
  const apply = (code: number, x: ArrayLike<number>): Float32Array => {
    const count = Math.ceil(x.length / kernels.panel) * kernels.panel;
    const mark = memory.mark();
    const offset = memory.allocate(count * 4, 'A test');
    const values = memory.floats(offset, count);
    values.set(x);
    kernels.elementwise(offset, offset, count, code);
    memory.release(mark);
    return values.slice(0, x.length);
  };

  /** The largest error over the inputs that are wanted, in units in the last place. */
  const largestUlps = (name: FunctionName, isWanted: (x: number) => boolean = () => true): number =>
    inputs.reduce((worst, values, i) => {
      const results = apply(exactFunctions[name].code, values);
      const exact = exactResults[name][i];
      return values.reduce(
        (most, x, j) => (isWanted(x) ? Math.max(most, ulpsBetween(results[j] ?? NaN, exact?.[j] ?? NaN)) : most),
        worst,
      );
    }, 0);

  test('exp is right within 1.1 ulp for all numbers, denormal results, infinities and NaN included', () => {
    expect(largestUlps('exp')).toBeLessThan(1.1);
  });

  test('tanh is right within 6.5 ulp for all numbers, denormal ones, infinities and NaN included', () => {
    expect(largestUlps('tanh')).toBeLessThan(6.5);
  });

  test('log is right within 1 ulp for all numbers: denormal ones, -inf at zero, NaN below, infinity', () => {
    expect(largestUlps('log')).toBeLessThan(1);
  });

  test('sigmoid is right within 2.5 ulp from -87 up and for NaN, and at most 1.7e-38 too large below', () => {
    expect(largestUlps('sigmoid', (x) => !(x < SIGMOID_FLOOR))).toBeLessThan(2.5);
    const below = everyExponent().filter((x) => x < SIGMOID_FLOOR);
    const results = apply(exactFunctions.sigmoid.code, below);
    expect(results.every((y) => y >= 0 && y < 1.7e-38)).toBe(true);
  });

  test('tanh keeps the sign of zero, and it and sigmoid stay within their bounds', () => {
    expect([...apply(exactFunctions.tanh.code, [0, -0])]).toEqual([0, -0]);
    for (const values of inputs) {
      const numbers = values.filter((x) => !Number.isNaN(x));
      expect(apply(exactFunctions.tanh.code, numbers).every((y) => Math.abs(y) <= 1)).toBe(true);
      expect(apply(exactFunctions.sigmoid.code, numbers).every((y) => y >= 0 && y <= 1)).toBe(true);
    }
  });

  test('relu is exact, and NaN stays', () => {
    const values = everyExponent();
    const exact = values.map((x) => (x < 0 ? 0 : x));
    expect(apply(RELU, values).every((y, i) => Object.is(Math.abs(y), Math.abs(exact[i] ?? 1)))).toBe(true);
  });
});
