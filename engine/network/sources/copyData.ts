import type { SharedMemory } from '../../compute/memory.ts';
import type { Offset } from '../../compute/offset.ts';

/** Where a copy of the values lies in shared memory. */
export const copyFloats = (memory: SharedMemory, values: Float32Array): Offset => {
  const offset = memory.allocate(values.byteLength, 'The data');
  memory.floats(offset, values.length).set(values);
  return offset;
};

/** As `copyFloats`. */
export const copyIntegers = (memory: SharedMemory, values: Int32Array): Offset => {
  const offset = memory.allocate(values.byteLength, 'The data');
  memory.integers(offset, values.length).set(values);
  return offset;
};
