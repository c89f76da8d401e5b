import type { SharedMemory } from '../../compute/memory.ts';
import type { Offset } from '../../compute/offset.ts';
import type { RaggedStage } from './raggedStage.ts';
import type { Stage } from './stage.ts';

/** Labelled sequences of symbols in a file: symbols, length and class of the n-th example are the n-th. */
export class SequenceStage implements Stage {
  /** (batchSize) */
  readonly labels: Offset;
  private readonly memory: SharedMemory;
  private readonly symbols: RaggedStage;
  private readonly all: Int32Array;

  /** `all` are the labels of the whole source. */
  constructor(memory: SharedMemory, symbols: RaggedStage, all: Int32Array, batchSize: number) {
    this.memory = memory;
    this.symbols = symbols;
    this.all = all;
    this.labels = memory.allocate(batchSize * 4, 'The data');
  }

  fill(examples: Int32Array, staged: Int32Array): void {
    this.symbols.fill(examples);
    const labels = this.memory.integers(this.labels, examples.length);
    for (let index = 0; index < examples.length; index++) {
      labels[index] = this.all[examples[index] ?? 0] ?? -1;
      staged[index] = index;
    }
  }
}
