import type { SharedMemory } from '../../compute/memory.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import type { StepSource } from '../../compute/source.ts';
import type { Stage } from './stage.ts';

/** Sequences in a file with a class at every step: inputs and classes of the n-th example are the n-th. */
export class StepStage implements Stage {
  /** 16 bits each, each sequence's where its inputs begin. (batchSize, steps) */
  readonly labels: Offset;
  /** Which word each step is, laid out alike, where words are read by their letters. */
  readonly words: Offset | undefined;
  private readonly memory: SharedMemory;
  private readonly inputs: { fill(examples: Int32Array): void };
  private readonly source: StepSource;

  /** `inputs` lie `steps` apart, whatever their lengths. */
  constructor(memory: SharedMemory, inputs: StepStage['inputs'], source: StepSource, batchSize: number) {
    this.memory = memory;
    this.inputs = inputs;
    this.source = source;
    const steps = batchSize * source.inputs.steps;
    this.labels = memory.allocate(steps * 2, 'The data');
    this.words = source.spelling && memory.allocate(steps * 4, 'The data');
  }

  fill(examples: Int32Array, staged: Int32Array): void {
    const { memory, inputs, source } = this;
    const { starts, steps } = source.inputs;
    inputs.fill(examples);
    for (let index = 0; index < examples.length; index++) {
      const example = examples[index] ?? 0;
      const begin = starts[example] ?? 0;
      const end = Math.min(begin + steps, starts[example + 1] ?? 0);
      const labels = source.labels.subarray(begin, end);
      memory.symbols(shift(this.labels, index * steps * 2), labels.length).set(labels);
      if (this.words !== undefined && source.spelling) {
        const words = source.spelling.words.subarray(begin, end);
        memory.integers(shift(this.words, index * steps * 4), words.length).set(words);
      }
      staged[index] = index;
    }
  }
}
