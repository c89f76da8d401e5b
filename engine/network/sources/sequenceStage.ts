import type { NetworkPlan } from '../networkPlan.ts';
import type { ScratchFile } from '../../scratchFile.ts';
import type { SharedMemory } from '../../compute/memory.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import type { SequenceSource } from '../../compute/source.ts';
import type { Stage } from './stage.ts';

/** Sequences whose symbols lie in a file. */
export interface StoredSequences extends Omit<SequenceSource, 'ids'> {
  readonly ids: ScratchFile;
}

/** Labelled sequences of symbols: symbols, length and class of the n-th example are the n-th. */
export class SequenceStage implements Stage {
  /** (batchSize, steps), and (batchSize) each. */
  readonly ids: Offset;
  readonly starts: Offset;
  readonly lengths: Offset;
  readonly labels: Offset;
  private readonly memory: SharedMemory;
  private readonly source: StoredSequences;
  private readonly padding: number;

  constructor(memory: SharedMemory, source: StoredSequences, padding: number, { batchSize }: NetworkPlan) {
    this.memory = memory;
    this.source = source;
    this.padding = padding;
    const what = 'The data';
    this.ids = memory.allocate(batchSize * source.steps * 2, what);
    this.starts = memory.allocate(batchSize * 4, what);
    this.lengths = memory.allocate(batchSize * 4, what);
    this.labels = memory.allocate(batchSize * 4, what);
    memory.integers(this.starts, batchSize).forEach((_, index, starts) => {
      starts[index] = index * source.steps;
    });
  }

  fill(examples: Int32Array, staged: Int32Array): void {
    const { memory, source } = this;
    const { steps, starts } = source;
    const labels = memory.integers(this.labels, examples.length);
    const lengths = memory.integers(this.lengths, examples.length);
    for (let index = 0; index < examples.length; index++) {
      const example = examples[index] ?? 0;
      const begin = starts[example] ?? 0;
      const size = Math.min(steps, (starts[example + 1] ?? 0) - begin);
      const ids = memory.symbols(shift(this.ids, index * steps * 2), Math.max(1, size));
      if (size > 0) source.ids.read(ids, begin * 2);
      else ids[0] = this.padding;
      lengths[index] = ids.length;
      labels[index] = source.labels[example] ?? -1;
      staged[index] = index;
    }
  }
}
