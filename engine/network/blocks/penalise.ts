import { panelsOf, type Kernels } from '../../compute/kernels.ts';
import type { Offset } from '../../compute/offset.ts';
import type { Pass } from '../cells/cell.ts';
import { DenseInput } from '../layers/layerInput.ts';
import type { PenaliseSpec } from '../networkSpec.ts';
import { packedRows } from '../parameterLayout.ts';
import type { Block, BlockParts, EncoderKind } from './block.ts';

export interface PenalisePlan {
  readonly size: number;
  readonly change: number;
  readonly inputRows: number;
  /** Values of a step, without padding. */
  readonly width: number;
}

/**
 * Hands on what it reads, and in training wants it small and slow: adds to the mean loss `size` times the mean square of
 * its values (AR), and `change` times that of their differences from step to step (TAR, Merity et al. 2017). The loss
 * that is told is without them.
 */
export const penalise: EncoderKind<PenaliseSpec, PenalisePlan, undefined> = {
  flow: ({ name }, input) => {
    if (input.kind !== 'vectors' || !input.isEveryStep) throw new Error(`${name} is for vectors of every step.`);
    return input;
  },
  parameters: () => [],
  products: () => 0,
  masks: () => 0,
  plan: ({ size = 0, change = 0 }, { size: width, block }, { panel }) => ({
    ...{ size, change, width, inputRows: packedRows(width, block, panel) },
  }),
  buffers: () => undefined,
  make: (parts) => new Penalise(parts),
};

class Penalise implements Block {
  readonly states = [];
  readonly output: DenseInput;
  private readonly kernels: Kernels;
  private readonly plan: PenalisePlan;
  private readonly input: DenseInput;
  private readonly below: Block | undefined;

  constructor({ kernels, plan, input, below }: BlockParts<PenalisePlan, undefined>) {
    if (!(input instanceof DenseInput)) throw new Error('Only values of vectors are penalised.');
    this.kernels = kernels;
    this.plan = plan;
    this.input = input;
    this.below = below;
    this.output = new DenseInput(kernels, undefined, plan.inputRows);
  }

  forward(): void {
    this.output.moveTo(this.input.offset);
  }

  /** Where that of what it read is to be: it is added to in place. */
  gradientAt(pass: Pass): Offset | undefined {
    return this.below?.gradientAt(pass);
  }

  backward({ T, B, lengths, skip = 0 }: Pass, _isFirst: boolean, below: Offset | undefined): void {
    if (below === undefined) return;
    const { size, change, width, inputRows } = this.plan;
    const steps = T - skip;
    // The gradient is that of a sum over the steps that are predicted at, of which there is one change less.
    const ofChange = steps > 1 ? (2 * change * steps) / (steps - 1) / width : 0;
    const panels = panelsOf(inputRows, this.kernels.panel);
    this.kernels.penalise(below, this.input.offset, lengths, (2 * size) / width, ofChange, skip, T, B, panels);
  }
}
