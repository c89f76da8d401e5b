import type { SharedMemory } from '../../compute/memory.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import type { SequenceTargets, VectorSource } from '../../compute/source.ts';
import { TargetStage, type TargetTables } from './sequenceTargets.ts';
import type { Stage } from './stage.ts';

/**
 * Sequences of vectors of one batch, as rows of the longest: values, target and number of steps of the n-th example are
 * the n-th. What lies behind the end of one is left as it was, and not read.
 */
export class VectorStage implements Stage {
  /** (batchSize, steps * size), and (batchSize). */
  readonly values: Offset;
  readonly lengths: Offset;
  readonly targets: TargetTables;
  private readonly memory: SharedMemory;
  private readonly source: VectorSource<SequenceTargets>;
  private readonly answers: TargetStage;

  constructor(memory: SharedMemory, source: VectorSource<SequenceTargets>, batchSize: number) {
    this.memory = memory;
    this.source = source;
    const what = 'The data';
    this.values = memory.allocate(batchSize * source.steps * source.size * 4, what);
    this.lengths = memory.allocate(batchSize * 4, what);
    this.answers = new TargetStage(memory, source, batchSize);
    this.targets = this.answers.tables;
  }

  fill(examples: Int32Array, staged: Int32Array): void {
    const { memory, source } = this;
    const { values, starts, steps, size } = source;
    const stride = steps * size;
    const lengths = memory.integers(this.lengths, examples.length);
    for (let index = 0; index < examples.length; index++) {
      const example = examples[index] ?? 0;
      const begin = starts[example] ?? 0;
      const length = Math.min(steps, (starts[example + 1] ?? 0) - begin);
      const target = memory.floats(shift(this.values, index * stride * 4), length * size);
      if (values instanceof Float32Array) target.set(values.subarray(begin * size, (begin + length) * size));
      else values.read(target, begin * size * 4);
      lengths[index] = length;
      staged[index] = index;
    }
    this.answers.fill(examples);
  }
}
