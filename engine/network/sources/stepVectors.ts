import type { SharedMemory } from '../../compute/memory.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import type { RaggedVectors } from '../../compute/source.ts';
import type { ScratchFile } from '../../scratchFile.ts';

/** Sequences whose vectors lie in a file. */
export interface StoredVectors extends Omit<RaggedVectors, 'values'> {
  readonly values: ScratchFile;
}

/** Sequences of vectors of one batch: vectors and number of steps of the n-th example are the n-th. */
export class StepVectors {
  /** (batchSize, steps, columns), and (batchSize) each. */
  readonly values: Offset;
  readonly starts: Offset;
  readonly lengths: Offset;
  private readonly memory: SharedMemory;
  private readonly vectors: StoredVectors;

  constructor(memory: SharedMemory, vectors: StoredVectors, batchSize: number) {
    this.memory = memory;
    this.vectors = vectors;
    const what = 'The data';
    this.values = memory.allocate(batchSize * vectors.steps * vectors.columns * 4, what);
    this.starts = memory.allocate(batchSize * 4, what);
    this.lengths = memory.allocate(batchSize * 4, what);
    memory.integers(this.starts, batchSize).forEach((_, index, starts) => {
      starts[index] = index * vectors.steps;
    });
  }

  /** Reads `examples`. */
  fill(examples: Int32Array): void {
    const { memory } = this;
    const { values, starts, steps, columns } = this.vectors;
    const lengths = memory.integers(this.lengths, examples.length);
    for (let index = 0; index < examples.length; index++) {
      const example = examples[index] ?? 0;
      const begin = starts[example] ?? 0;
      const length = Math.min(steps, (starts[example + 1] ?? 0) - begin);
      const place = shift(this.values, index * steps * columns * 4);
      values.read(memory.floats(place, length * columns), begin * columns * 4);
      lengths[index] = length;
    }
  }
}
