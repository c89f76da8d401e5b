import { panelsOf, sequenceBytes, type Kernels } from '../../compute/kernels.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import type { Pass } from '../cells/cell.ts';
import { DenseInput } from '../layers/layerInput.ts';
import type { Block, BlockParts } from './block.ts';
import type { PoolBuffers, PoolPlan } from './poolPlan.ts';

/**
 * What stands after the last step, (1, B, width): of a lane that ended before, its last; of the direction that reads
 * backwards, the one at the first step. Where the last step has it all, that is where it is read and learned from.
 */
export class LastPool implements Block {
  readonly states = [];
  readonly output: DenseInput;
  private readonly kernels: Kernels;
  private readonly plan: PoolPlan;
  private readonly y: Offset | undefined;
  private readonly dy: Offset | undefined;
  private readonly input: DenseInput;
  private readonly below: Block;

  constructor({ kernels, plan, buffers, input, below }: BlockParts<PoolPlan, PoolBuffers>) {
    if (!(input instanceof DenseInput) || !below) throw new Error('Nothing to pool.');
    this.kernels = kernels;
    this.plan = plan;
    this.y = buffers.y;
    this.dy = buffers.dy;
    this.input = input;
    this.below = below;
    this.output = new DenseInput(kernels, buffers.y, plan.inputRows);
  }

  forward(pass: Pass): void {
    const { y, input } = this;
    if (y === undefined) this.output.moveTo(this.lastOf(input.offset, pass));
    else this.moveLast(y, input.offset, 1, pass.T, pass);
  }

  gradientAt(pass: Pass): Offset | undefined {
    if (this.dy !== undefined) return this.dy;
    const below = this.below.gradientAt(pass);
    return below === undefined ? undefined : this.lastOf(below, pass);
  }

  backward(pass: Pass, _isFirst: boolean, below: Offset | undefined): void {
    const { T, B } = pass;
    if (below === undefined) return;
    if (this.dy === undefined) this.kernels.zero(below, this.bytesOf(T - 1, B) / 4);
    else this.moveLast(below, this.dy, T, 1, pass);
  }

  private lastOf(sequence: Offset, { T, B }: Pass): Offset {
    return shift(sequence, this.bytesOf(T - 1, B));
  }

  private bytesOf(steps: number, B: number): number {
    return sequenceBytes(steps, B, this.plan.inputRows, this.kernels.panel);
  }

  /** From so many steps to so many others: of each direction its last one, which of the one reading backwards is step 0. */
  private moveLast(target: Offset, source: Offset, targetSteps: number, sourceSteps: number, pass: Pass): void {
    const { kernels } = this;
    const { block: S, directions } = this.plan.input;
    const { B, lengths } = pass;
    const width = panelsOf(this.plan.inputRows, kernels.panel);
    for (let direction = 0; direction < directions; direction++) {
      const half = direction * sequenceBytes(1, B, S, kernels.panel);
      const isFromEnd = direction === 0 ? 1 : 0;
      const [to, from] = [shift(target, half), shift(source, half)];
      kernels.move_steps(to, width, from, width, lengths, targetSteps, sourceSteps, B, S, isFromEnd, 0);
    }
  }
}
