import { expect, test } from 'vitest';
import { bindKernels, KERNEL_MEMORY } from '../../../../engine/compute/loadKernels.ts';
import { SharedMemory } from '../../../../engine/compute/memory.ts';
import { onEveryBackend } from '../model/everyBackend.ts';

const codes = { sigmoid: 1, tanh: 2, relu: 3, exp: 5, log: 6 } as const;

onEveryBackend((module) => {
  const memory = new SharedMemory(KERNEL_MEMORY);
  const kernels = bindKernels(module, memory.memory);

  /** The function of single-precision values; as many as wanted. */
  const apply = (name: keyof typeof codes, x: ArrayLike<number>): Float32Array => {
    const count = Math.ceil(x.length / kernels.panel) * kernels.panel;
    const offset = memory.allocate(count * 4, 'A test');
    const values = memory.floats(offset, count);
    values.set(x);
    kernels.elementwise(offset, offset, count, codes[name]);
    return values.slice(0, x.length);
  };

  /** The largest relative error over the values, which are rounded to single precision first. */
  const relativeError = (name: keyof typeof codes, exact: (x: number) => number, values: number[]): number => {
    const x = Float32Array.from(values);
    const y = apply(name, x);
    return x.reduce((worst, value, i) => {
      const expected = exact(value);
      return Math.max(worst, Math.abs(((y[i] ?? NaN) - expected) / expected));
    }, 0);
  };

  const between = (low: number, high: number, count = 200_000): number[] =>
    Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
  /** Both signs of every size from 1e-30 up. */
  const allSizes = (most: number): number[] =>
    between(-30, Math.log10(most), 100_000).flatMap((exponent) => [10 ** exponent, -(10 ** exponent)]);
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

  test('exp has relative error < 3e-7 from -87 to 88.7', () => {
    expect(relativeError('exp', Math.exp, [...between(-87, 88.7), ...allSizes(1)])).toBeLessThan(3e-7);
  });

  test('tanh has relative error < 5e-7 over all sizes', () => {
    expect(relativeError('tanh', Math.tanh, [...between(-12, 12), ...allSizes(1e30)])).toBeLessThan(5e-7);
  });

  test('sigmoid has relative error < 5e-7 from -87 to 30', () => {
    expect(relativeError('sigmoid', sigmoid, [...between(-87, 30), ...allSizes(1)])).toBeLessThan(5e-7);
  });

  test('log has relative error < 3e-7 over all normal numbers', () => {
    const powers = between(-37, 38).map((exponent) => 10 ** exponent);
    const wanted = [...powers, ...between(0.5, 2)].filter((x) => Math.abs(Math.fround(x) - 1) > 1e-7);
    expect(relativeError('log', Math.log, wanted)).toBeLessThan(3e-7);
    expect([...apply('log', [1])]).toEqual([0]);
  });

  test('infinities, zeros and huge numbers come out exact', () => {
    const huge = [-Infinity, -3e38, -104, 0, 3e38, Infinity];
    expect([...apply('exp', huge)]).toEqual([0, 0, 0, 1, Infinity, Infinity]);
    expect([...apply('tanh', huge)]).toEqual([-1, -1, -1, 0, 1, 1]);
    expect([...apply('sigmoid', huge)].map((y) => (y < 1e-37 ? 0 : y))).toEqual([0, 0, 0, 0.5, 1, 1]);
    expect([...apply('relu', huge)]).toEqual([0, 0, 0, 0, Math.fround(3e38), Infinity]);
    expect([...apply('log', [Infinity])]).toEqual([Infinity]);
  });

  test.each(['exp', 'tanh', 'sigmoid', 'relu', 'log'] as const)('%s of NaN is NaN', (name) => {
    expect([...apply(name, [NaN, NaN])]).toEqual([NaN, NaN]);
  });

  test('tanh and sigmoid stay within their bounds', () => {
    const y = apply('tanh', between(-10, 10));
    expect(y.every((value) => Math.abs(value) <= 1)).toBe(true);
    expect(apply('sigmoid', between(-100, 100)).every((value) => value >= 0 && value <= 1)).toBe(true);
  });
});
