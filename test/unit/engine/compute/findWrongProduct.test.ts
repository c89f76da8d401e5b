import { expect, test } from 'vitest';
import { findWrongProduct } from '../../../../engine/compute/findWrongProduct.ts';
import { bindKernels, KERNEL_MEMORY } from '../../../../engine/compute/loadKernels.ts';
import { SharedMemory } from '../../../../engine/compute/memory.ts';
import { onEveryBackend } from '../network/everyBackend.ts';

onEveryBackend((module) => {
  test('nothing is wrong', () => {
    const memory = new SharedMemory(KERNEL_MEMORY);
    expect(findWrongProduct(bindKernels(module, memory.memory), memory)).toBeUndefined();
  });

  test.each(['project', 'project_bf16', 'gate_weight_gradient_bf16'] as const)('a wrong %s is told', (name) => {
    const memory = new SharedMemory(KERNEL_MEMORY);
    const kernels = { ...bindKernels(module, memory.memory), [name]: () => undefined };
    expect(findWrongProduct(kernels, memory)).toMatch(/^0 where -?[1-9]\d* is right$/);
  });
});
