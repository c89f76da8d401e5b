import {
  bindKernels,
  compileKernels,
  KERNEL_MEMORY,
  PANEL,
  panelsOf,
  type Kernels,
} from '../../../../engine/compute/kernels.ts';
import { SharedMemory } from '../../../../engine/compute/memory.ts';

/** Kernels and memory of one test, and sequences (T, B, n) in the kernels' layout. */
export class Workbench {
  readonly kernels: Kernels;
  readonly memory: SharedMemory;

  private constructor(kernels: Kernels, memory: SharedMemory) {
    this.kernels = kernels;
    this.memory = memory;
  }

  static async create(): Promise<Workbench> {
    const { module } = await compileKernels();
    const memory = new SharedMemory(KERNEL_MEMORY);
    return new Workbench(bindKernels(module, memory.memory), memory);
  }

  floats(values: ArrayLike<number>): number {
    const offset = this.memory.allocate(values.length * 4, 'A test');
    this.memory.floats(offset, values.length).set(values);
    return offset;
  }

  integers(values: ArrayLike<number>): number {
    const offset = this.memory.allocate(values.length * 4, 'A test');
    this.memory.integers(offset, values.length).set(values);
    return offset;
  }

  /** A zeroed sequence (T, B, n). */
  sequence(T: number, B: number, n: number): number {
    return this.memory.allocate(T * B * panelsOf(n) * PANEL * 4, 'A test');
  }

  /** Writes values, row-major (T, B, n), into a sequence. */
  write(offset: number, T: number, B: number, n: number, values: ArrayLike<number>): number {
    const packed = this.memory.floats(offset, T * B * panelsOf(n) * PANEL);
    for (let i = 0; i < T * B * n; i++) packed[place(i, B, n)] = values[i] ?? NaN;
    return offset;
  }

  /** A sequence's values, row-major (T, B, n). */
  read(offset: number, T: number, B: number, n: number): Float64Array {
    const packed = this.memory.floats(offset, T * B * panelsOf(n) * PANEL);
    return Float64Array.from({ length: T * B * n }, (_, i) => packed[place(i, B, n)] ?? NaN);
  }
}

const place = (i: number, B: number, n: number): number => {
  const column = i % n;
  const b = Math.floor(i / n) % B;
  const t = Math.floor(i / n / B);
  return ((t * panelsOf(n) + Math.floor(column / PANEL)) * B + b) * PANEL + (column % PANEL);
};
