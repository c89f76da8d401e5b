import type { Kernels } from '../../compute/kernels.ts';
import type { Offset } from '../../compute/offset.ts';
import type { Pass } from '../cells/cell.ts';
import { dropoutKeyOf } from '../layers/dropoutKey.ts';
import { DenseInput } from '../layers/layerInput.ts';
import type { DropSpec } from '../networkSpec.ts';
import { packedRows } from '../parameterLayout.ts';
import type { Block, BlockParts, EncoderKind } from './block.ts';

export interface DropPlan {
  readonly share: number;
  readonly mask: number;
  readonly inputRows: number;
  readonly isEveryStep: boolean;
  readonly isLocked: boolean;
}

export interface DropBuffers {
  /** What is left of the values. (T, B, width) or (1, B, width) */
  readonly y: Offset;
}

/** In training each value becomes 0 with the probability `share`, and the others grow so that their mean stays (torch.nn.Dropout); locked, the same values at every step. */
export const drop: EncoderKind<DropSpec, DropPlan, DropBuffers> = {
  flow: ({ name }, input) => {
    if (input.kind !== 'vectors') throw new Error(`${name} drops values of vectors, and symbols are none.`);
    return { ...input, keepsLast: false };
  },
  parameters: () => [],
  products: () => 0,
  masks: () => 1,
  plan: ({ share, isLocked = false }, { size, block, isEveryStep }, { panel }, mask) => ({
    ...{ share, mask, isEveryStep, isLocked, inputRows: packedRows(size, block, panel) },
  }),
  buffers: ({ inputRows, isEveryStep }, { sequence, steps }) => ({ y: sequence(isEveryStep ? steps : 1, inputRows) }),
  make: (parts) => new Drop(parts),
};

class Drop implements Block {
  readonly states = [];
  readonly output: DenseInput;
  private readonly kernels: Kernels;
  private readonly plan: DropPlan;
  private readonly y: Offset;
  private readonly input: DenseInput;
  private readonly below: Block | undefined;

  constructor({ kernels, plan, buffers, input, below }: BlockParts<DropPlan, DropBuffers>) {
    if (!(input instanceof DenseInput)) throw new Error('Only values of vectors are dropped.');
    this.kernels = kernels;
    this.plan = plan;
    this.y = buffers.y;
    this.input = input;
    this.below = below;
    this.output = new DenseInput(kernels, buffers.y, plan.inputRows);
  }

  forward(pass: Pass): void {
    if (pass.dropoutKey === undefined) this.output.moveTo(this.input.offset);
    else {
      this.mask(this.y, this.input.offset, pass);
      this.output.moveTo(this.y);
    }
  }

  /** Where that of what it read is to be: the mask is applied in place. */
  gradientAt(pass: Pass): Offset | undefined {
    return this.below?.gradientAt(pass);
  }

  backward(pass: Pass, _isFirst: boolean, below: Offset | undefined): void {
    if (below !== undefined) this.mask(below, below, pass);
  }

  private mask(target: Offset, source: Offset, { T, B, dropoutKey, firstLane, lanes }: Pass): void {
    if (dropoutKey === undefined) return;
    const { share, mask, inputRows, isEveryStep, isLocked } = this.plan;
    const key = dropoutKeyOf(dropoutKey, mask);
    const steps = isEveryStep ? T : 1;
    this.kernels.dropout(target, source, share, key, steps, B, inputRows, firstLane, isLocked ? 0 : lanes);
  }
}
