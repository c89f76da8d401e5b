import { InputError } from '../errors.ts';
import type { Offset } from './offset.ts';

const PAGE = 65536;
const LARGEST_PAGES = 65536;
/** Every buffer begins at a multiple of this many bytes: a cache line, and the widest vector. */
const ALIGNMENT = 64;

/** One shared WebAssembly memory, handed out from bottom to top. Offsets and sizes are in bytes. */
export class SharedMemory {
  readonly memory: WebAssembly.Memory;
  private top: number;

  /** Memory below `base` belongs to the kernels: their constants and the first thread's stack. */
  constructor(base: number) {
    this.memory = new WebAssembly.Memory({
      initial: Math.ceil((base + ALIGNMENT) / PAGE),
      maximum: LARGEST_PAGES,
      shared: true,
    });
    this.top = Math.ceil(base / ALIGNMENT) * ALIGNMENT;
  }

  /** Zeroed the first time it is handed out. Throws an `InputError` beyond 4 GB. */
  allocate(bytes: number, what: string): Offset {
    const begin = this.top;
    const end = begin + Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    const pages = Math.ceil(end / PAGE);
    if (pages > LARGEST_PAGES) {
      throw new InputError(
        `${what} needs ${formatGigabytes(bytes)}, of 4 GB in all that a network and its data may take. ` +
          'Make batchSize, hiddenSize, numLayers, the window or the file smaller.',
      );
    }
    const missing = pages - this.memory.buffer.byteLength / PAGE;
    if (missing > 0) {
      try {
        this.memory.grow(missing);
      } catch {
        throw new InputError(`${what} needs ${formatGigabytes(bytes)}, which this machine does not have free.`);
      }
    }
    this.top = end;
    return begin as Offset;
  }

  /** Where the next buffer will begin, to `release` all that follow. */
  mark(): number {
    return this.top;
  }

  release(mark: number): void {
    this.top = mark;
  }

  /** A view that stays valid; memory allocated later lies outside it. */
  floats(offset: Offset, count: number): Float32Array {
    return new Float32Array(this.memory.buffer, offset, count);
  }

  doubles(offset: Offset, count: number): Float64Array {
    return new Float64Array(this.memory.buffer, offset, count);
  }

  integers(offset: Offset, count: number): Int32Array {
    return new Int32Array(this.memory.buffer, offset, count);
  }

  symbols(offset: Offset, count: number): Uint16Array {
    return new Uint16Array(this.memory.buffer, offset, count);
  }
}

const formatGigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(2)} GB`;
