import type { Offset } from '../../../../engine/compute/offset.ts';
import { panelsOf, type Kernels } from '../../../../engine/compute/kernels.ts';
import { bindKernels, KERNEL_MEMORY, type KernelModule } from '../../../../engine/compute/loadKernels.ts';
import { SharedMemory } from '../../../../engine/compute/memory.ts';

/** Kernels and memory of one test, and sequences (T, B, n) in the kernels' layout. */
export class Workbench {
  readonly kernels: Kernels;
  readonly memory: SharedMemory;

  private constructor(kernels: Kernels, memory: SharedMemory) {
    this.kernels = kernels;
    this.memory = memory;
  }

  static create(module: KernelModule): Workbench {
    const memory = new SharedMemory(KERNEL_MEMORY);
    return new Workbench(bindKernels(module, memory.memory), memory);
  }

  floats(values: ArrayLike<number>): Offset {
    const offset = this.memory.allocate(values.length * 4, 'A test');
    this.memory.floats(offset, values.length).set(values);
    return offset;
  }

  integers(values: ArrayLike<number>): Offset {
    const offset = this.memory.allocate(values.length * 4, 'A test');
    this.memory.integers(offset, values.length).set(values);
    return offset;
  }

  /** A zeroed sequence (T, B, n). */
  sequence(T: number, B: number, n: number): Offset {
    return this.memory.allocate(T * B * panelsOf(n, this.kernels.panel) * this.kernels.panel * 4, 'A test');
  }

  /** Writes values, row-major (T, B, n), into a sequence. */
  write(offset: Offset, T: number, B: number, n: number, values: ArrayLike<number>): Offset {
    const packed = this.memory.floats(offset, T * B * panelsOf(n, this.kernels.panel) * this.kernels.panel);
    for (let i = 0; i < T * B * n; i++) packed[this.place(i, B, n)] = values[i] ?? NaN;
    return offset;
  }

  /** A sequence's values, row-major (T, B, n). */
  read(offset: Offset, T: number, B: number, n: number): Float64Array {
    const packed = this.memory.floats(offset, T * B * panelsOf(n, this.kernels.panel) * this.kernels.panel);
    return Float64Array.from({ length: T * B * n }, (_, i) => packed[this.place(i, B, n)] ?? NaN);
  }

  private place(i: number, B: number, n: number): number {
    const { panel } = this.kernels;
    const column = i % n;
    const b = Math.floor(i / n) % B;
    const t = Math.floor(i / n / B);
    return ((t * panelsOf(n, panel) + Math.floor(column / panel)) * B + b) * panel + (column % panel);
  }
}
