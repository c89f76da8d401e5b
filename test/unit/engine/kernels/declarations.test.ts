import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { bindKernels, KERNEL_MEMORY } from '../../../../engine/compute/loadKernels.ts';
import { SharedMemory } from '../../../../engine/compute/memory.ts';
import {
  findKernels,
  readSources,
  writeBindings,
  writeSignatures,
  writeUnit,
} from '../../../../engine/kernels/declarations.mjs';
import { formatKernelFunctions } from '../../../../engine/kernels/writeKernelFunctions.mjs';
import { onEveryBackend } from '../network/everyBackend.ts';

const sources = await readSources();
const toy = {
  'kernels.h': 'enum activation { NONE, TANH };',
  'toy.c':
    '/** y = rate * x. */\nKERNEL void toy_scale(float *y, const float *x, const float *OPTIONAL bias,\n' +
    '                      float rate, double decay, unsigned is_reversed, int count) {\n}\n' +
    '/** No doc of a kernel. */\nINLINE int help(int x) { return x; }\n\nKERNEL int toy_count(const int *ids) {\n}\n',
};

test('the signatures in the tree are those of the C sources', async () => {
  const file = new URL('../../../../engine/compute/kernelFunctions.ts', import.meta.url);
  expect(await readFile(file, 'utf8')).toBe(await formatKernelFunctions(sources));
});

test('a definition with KERNEL before it becomes a prototype, a binding and a signature, and nothing else does', () => {
  expect(writeUnit(toy)).toBe(
    '#include "kernels.h"\n' +
      'KERNEL void toy_scale(float *y, const float *x, const float *OPTIONAL bias, float rate, double decay, unsigned is_reversed, int count);\n' +
      'KERNEL int toy_count(const int *ids);\n' +
      '#include "toy.c"\n',
  );
  expect(writeBindings(toy)).toBe(
    '#define ARGUMENTS 7\nCALL(toy_scale, P(0), P(1), P(2), F(3), D(4), I(5), I(6))\nASK(toy_count, P(0))\n' +
      'static const struct binding bindings[] = {\nBINDING(toy_scale),\nBINDING(toy_count),\n{0, 0}};\n',
  );
  const signatures = writeSignatures(toy);
  expect(signatures).toContain('activationCodes = { none: 0, tanh: 1 } as const;');
  expect(signatures).toContain(
    '/** y = rate * x. */\ntoy_scale(y: Offset, x: Offset, bias: Offset | undefined, rate: number, decay: number, isReversed: number, count: number): void;',
  );
  expect(signatures).toContain('\ntoy_count(ids: Offset): number;');
});

test('a parameter that JavaScript cannot give is refused by its place', () => {
  const odd = { 'kernels.h': '', 'odd.c': 'KERNEL void odd(long count) {\n}\n' };
  expect(() => findKernels(odd)).toThrow("odd.c: odd has a parameter 'long count' that JavaScript cannot give");
});

onEveryBackend((module) => {
  test('exactly the declared kernels are there', () => {
    const kernels = bindKernels(module, new SharedMemory(KERNEL_MEMORY).memory);
    const bound = Object.entries(kernels).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []));
    expect(bound.sort()).toEqual(
      findKernels(sources)
        .map(({ name }) => name)
        .sort(),
    );
  });

  test('what is absent is the null pointer, and takes no part', () => {
    const memory = new SharedMemory(KERNEL_MEMORY);
    const kernels = bindKernels(module, memory.memory);
    const row = (value: number) => {
      const offset = memory.allocate(kernels.panel * 4, 'A test');
      memory.floats(offset, kernels.panel).fill(value);
      return offset;
    };
    const [x, y] = [row(3), row(1)];
    expect(kernels.squared_distance(x, y, kernels.panel)).toBe(4 * kernels.panel);
    expect(kernels.squared_distance(x, undefined, kernels.panel)).toBe(9 * kernels.panel);
  });
});
