import type { RaggedStage } from './raggedStage.ts';
import type { Stage } from './stage.ts';

/** Pairs of sequences in files: both of the n-th example are the n-th. */
export class PairStage implements Stage {
  private readonly source: RaggedStage;
  private readonly target: RaggedStage;

  constructor(source: RaggedStage, target: RaggedStage) {
    this.source = source;
    this.target = target;
  }

  fill(examples: Int32Array, staged: Int32Array): void {
    this.source.fill(examples);
    this.target.fill(examples);
    for (let index = 0; index < examples.length; index++) staged[index] = index;
  }
}
