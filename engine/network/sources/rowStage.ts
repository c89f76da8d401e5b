import type { NetworkPlan } from '../networkPlan.ts';
import type { ScratchFile } from '../../scratchFile.ts';
import type { SharedMemory } from '../../compute/memory.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import type { RowSource } from '../../compute/source.ts';
import type { Stage } from './stage.ts';

/** Sequences whose values lie in a file. */
export interface StoredRows extends Omit<RowSource, 'values'> {
  readonly values: ScratchFile;
}

/** Labelled rows: values, class and length of the n-th example are the n-th. */
export class RowStage implements Stage {
  /** (batchSize, steps * stepSize), (batchSize), and (batchSize), if they are not all equally long. */
  readonly values: Offset;
  readonly labels: Offset;
  readonly lengths: Offset | undefined;
  private readonly memory: SharedMemory;
  private readonly source: StoredRows;

  constructor(memory: SharedMemory, source: StoredRows, { batchSize }: NetworkPlan) {
    this.memory = memory;
    this.source = source;
    const what = 'The data';
    this.values = memory.allocate(batchSize * source.steps * source.stepSize * 4, what);
    this.labels = memory.allocate(batchSize * 4, what);
    this.lengths = source.lengths ? memory.allocate(batchSize * 4, what) : undefined;
  }

  fill(examples: Int32Array, staged: Int32Array): void {
    const { memory, source } = this;
    const size = source.steps * source.stepSize;
    const labels = memory.integers(this.labels, examples.length);
    const lengths = this.lengths === undefined ? undefined : memory.integers(this.lengths, examples.length);
    for (let index = 0; index < examples.length; index++) {
      const example = examples[index] ?? 0;
      source.values.read(memory.floats(shift(this.values, index * size * 4), size), example * size * 4);
      labels[index] = source.labels[example] ?? -1;
      if (lengths && source.lengths) lengths[index] = source.lengths[example] ?? 0;
      staged[index] = index;
    }
  }
}
