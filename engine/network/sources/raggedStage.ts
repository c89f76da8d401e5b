import type { SharedMemory } from '../../compute/memory.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import type { RaggedSymbols } from '../../compute/source.ts';
import type { ScratchFile } from '../../scratchFile.ts';
import { stepsOf, type RaggedTables, type Reading } from './raggedTables.ts';

/** Sequences whose symbols lie in a file. */
export interface StoredRagged extends Omit<RaggedSymbols, 'ids'> {
  readonly ids: ScratchFile;
}

/** Sequences of symbols of one batch: symbols and number of steps of the n-th example are the n-th. */
export class RaggedStage implements RaggedTables {
  /** (batchSize, steps and what is ahead), and (batchSize) each. */
  readonly ids: Offset;
  readonly starts: Offset;
  readonly lengths: Offset;
  private readonly memory: SharedMemory;
  private readonly symbols: StoredRagged;
  private readonly reading: Reading;
  private readonly stride: number;

  constructor(memory: SharedMemory, symbols: StoredRagged, reading: Reading, batchSize: number) {
    this.memory = memory;
    this.symbols = symbols;
    this.reading = reading;
    this.stride = symbols.steps + reading.ahead;
    const what = 'The data';
    this.ids = memory.allocate(batchSize * this.stride * 2, what);
    this.starts = memory.allocate(batchSize * 4, what);
    this.lengths = memory.allocate(batchSize * 4, what);
    memory.integers(this.starts, batchSize).forEach((_, index, starts) => {
      starts[index] = index * this.stride;
    });
  }

  /** Reads `examples`. */
  fill(examples: Int32Array): void {
    const { memory, symbols, reading, stride } = this;
    const { steps, starts } = symbols;
    const lengths = memory.integers(this.lengths, examples.length);
    for (let index = 0; index < examples.length; index++) {
      const example = examples[index] ?? 0;
      const begin = starts[example] ?? 0;
      const size = Math.min(stride, (starts[example + 1] ?? 0) - begin);
      const ids = memory.symbols(shift(this.ids, index * stride * 2), Math.max(1, size));
      if (size > 0) symbols.ids.read(ids, begin * 2);
      else ids[0] = reading.padding ?? 0;
      lengths[index] = stepsOf(size, steps, reading);
    }
  }
}
