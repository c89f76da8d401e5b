import type { NetworkPlan } from '../networkPlan.ts';
import type { ScratchFile } from '../../scratchFile.ts';
import type { SharedMemory } from '../../compute/memory.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import type { RowSource, SequenceTargets } from '../../compute/source.ts';
import { TargetStage, type TargetTables } from './sequenceTargets.ts';
import type { Stage } from './stage.ts';

/** Sequences whose values lie in a file. */
export type StoredRows = RowSource<SequenceTargets> & { readonly values: ScratchFile };

/** Rows: values, target and length of the n-th example are the n-th. */
export class RowStage implements Stage {
  /** (batchSize, steps * stepSize), and (batchSize), if they are not all equally long. */
  readonly values: Offset;
  readonly lengths: Offset | undefined;
  readonly targets: TargetTables;
  private readonly memory: SharedMemory;
  private readonly source: StoredRows;
  private readonly answers: TargetStage;

  constructor(memory: SharedMemory, source: StoredRows, { batchSize }: NetworkPlan) {
    this.memory = memory;
    this.source = source;
    const what = 'The data';
    this.values = memory.allocate(batchSize * source.steps * source.stepSize * 4, what);
    this.lengths = source.lengths ? memory.allocate(batchSize * 4, what) : undefined;
    this.answers = new TargetStage(memory, source, batchSize);
    this.targets = this.answers.tables;
  }

  fill(examples: Int32Array, staged: Int32Array): void {
    const { memory, source } = this;
    const size = source.steps * source.stepSize;
    const lengths = this.lengths === undefined ? undefined : memory.integers(this.lengths, examples.length);
    for (let index = 0; index < examples.length; index++) {
      const example = examples[index] ?? 0;
      source.values.read(memory.floats(shift(this.values, index * size * 4), size), example * size * 4);
      if (lengths && source.lengths) lengths[index] = source.lengths[example] ?? 0;
      staged[index] = index;
    }
    this.answers.fill(examples);
  }
}
