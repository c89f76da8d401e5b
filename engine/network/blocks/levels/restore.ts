import { sequenceBytes, type Kernels } from '../../../compute/kernels.ts';
import { shift, type Offset } from '../../../compute/offset.ts';
import type { Pass } from '../../cells/cell.ts';
import { DenseInput } from '../../layers/layerInput.ts';
import type { RestoreSpec } from '../../networkSpec.ts';
import type { Block, BlockParts, EncoderKind } from '../block.ts';
import { levelsAt, type Affine } from './levels.ts';

interface RestorePlan {
  /** Of each target which of the normalised columns it is. */
  readonly targets: readonly number[];
  readonly horizon: number;
  readonly affine: Affine | undefined;
}

interface RestoreBuffers {
  readonly gradientShift: number;
  readonly levels: Offset;
  /** What is handed on, and its gradient. (1, B, horizon * targets) */
  readonly y: Offset;
  readonly dy: Offset;
}

/** The way back from what `normalise` made of a window, for each step ahead: y = (x − bias) / gain · spread + level. */
export const restore: EncoderKind<RestoreSpec, RestorePlan, RestoreBuffers> = {
  flow: ({ name, targets, horizon }, input) => {
    const size = targets.length * horizon;
    if (input.isEveryStep || input.size !== size) throw new Error(`${name} is for ${size} values of the steps ahead.`);
    return { ...input, keepsLast: false };
  },
  parameters: () => [],
  products: () => 0,
  masks: () => 0,
  plan: ({ of, targets, horizon, isLearned }, _, { parameterOf }) => ({
    ...{ targets, horizon },
    affine: isLearned ? { gain: parameterOf(`${of}.weight`), bias: parameterOf(`${of}.bias`) } : undefined,
  }),
  buffers: ({ targets, horizon }, { gradientShift, levels, sequence }) => {
    if (levels === undefined) throw new Error('No levels have been taken off that could be given back.');
    const size = horizon * targets.length;
    return { gradientShift, levels, y: sequence(1, size), dy: sequence(1, size) };
  },
  make: (parts) => new Restore(parts),
};

class Restore implements Block {
  readonly states = [];
  readonly output: DenseInput;
  private readonly kernels: Kernels;
  private readonly plan: RestorePlan;
  private readonly buffers: RestoreBuffers;
  private readonly input: DenseInput;

  constructor({ kernels, plan, buffers, input }: BlockParts<RestorePlan, RestoreBuffers>) {
    if (!(input instanceof DenseInput)) throw new Error('Only numbers have a level to be given back.');
    this.kernels = kernels;
    this.plan = plan;
    this.buffers = buffers;
    this.input = input;
    this.output = new DenseInput(kernels, buffers.y, plan.horizon * plan.targets.length);
  }

  forward({ B }: Pass): void {
    const { kernels, input } = this;
    const { targets, horizon } = this.plan;
    const { y } = this.buffers;
    this.clear(y, B);
    targets.forEach((index, target) => {
      const { levels, gain, bias } = this.parts(index, B);
      kernels.restore_column(y, input.offset, levels, gain, bias, target, targets.length, horizon, B);
    });
  }

  gradientAt(): Offset {
    return this.buffers.dy;
  }

  backward({ B }: Pass, _isFirst: boolean, below: Offset | undefined): void {
    const { kernels, input } = this;
    const { targets, horizon } = this.plan;
    const { dy, gradientShift } = this.buffers;
    if (below === undefined) return;
    this.clear(below, B);
    targets.forEach((index, target) => {
      const { levels, gain, bias } = this.parts(index, B);
      const [dGain, dBias] = [gain, bias].map((one) => (one === undefined ? undefined : shift(one, gradientShift)));
      kernels.restore_column_backward(
        ...([below, dGain, dBias, dy, input.offset, levels, gain, bias] as const),
        ...([target, targets.length, horizon, B] as const),
      );
    });
  }

  private parts(index: number, B: number) {
    const { affine } = this.plan;
    return {
      levels: levelsAt(this.buffers.levels, index, B),
      gain: affine && shift(affine.gain, index * 4),
      bias: affine && shift(affine.bias, index * 4),
    };
  }

  /** Nothing stands beside the columns. */
  private clear(rows: Offset, B: number): void {
    const { horizon, targets } = this.plan;
    this.kernels.zero(rows, sequenceBytes(1, B, horizon * targets.length, this.kernels.panel) / 4);
  }
}
