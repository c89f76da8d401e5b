import type { SharedMemory } from '../../compute/memory.ts';
import type { SequenceTargets } from '../../compute/source.ts';
import type { RaggedStage } from './raggedStage.ts';
import { TargetStage, type TargetTables } from './sequenceTargets.ts';
import type { Stage } from './stage.ts';

/** Sequences of symbols in a file: symbols, length and target of the n-th example are the n-th. */
export class SequenceStage implements Stage {
  readonly targets: TargetTables;
  private readonly symbols: RaggedStage;
  private readonly answers: TargetStage;

  /** `source` has the targets of all. */
  constructor(memory: SharedMemory, symbols: RaggedStage, source: SequenceTargets, batchSize: number) {
    this.symbols = symbols;
    this.answers = new TargetStage(memory, source, batchSize);
    this.targets = this.answers.tables;
  }

  fill(examples: Int32Array, staged: Int32Array): void {
    this.symbols.fill(examples);
    this.answers.fill(examples);
    for (let index = 0; index < examples.length; index++) staged[index] = index;
  }
}
