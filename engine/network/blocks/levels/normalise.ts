import { activationCodes } from '../../../compute/kernelFunctions.ts';
import { sequenceBytes, type Kernels } from '../../../compute/kernels.ts';
import { shift, type Offset } from '../../../compute/offset.ts';
import type { Pass } from '../../cells/cell.ts';
import { DenseInput } from '../../layers/layerInput.ts';
import type { NormaliseSpec } from '../../networkSpec.ts';
import { vector } from '../../parameterLayout.ts';
import type { Block, BlockParts, EncoderKind } from '../block.ts';
import { levelsAt, type Affine } from './levels.ts';

interface NormalisePlan {
  readonly by: NormaliseSpec['by'];
  readonly columns: readonly number[];
  /** Values of a step. */
  readonly size: number;
  readonly affine: Affine | undefined;
}

interface NormaliseBuffers {
  readonly gradientShift: number;
  readonly levels: Offset;
  /** What is handed on, and where something is learned its gradient. (T, B, size) */
  readonly y: Offset;
  readonly dy: Offset | undefined;
}

/**
 * y = (x − level) / spread of some columns of the window of a lane, the others as they are: less the last value; or less
 * the mean and divided by the deviation, times a gain and with a bias that are learned (Kim et al. 2022, RevIN).
 */
export const normalise: EncoderKind<NormaliseSpec, NormalisePlan, NormaliseBuffers> = {
  flow: ({ name, columns }, input) => {
    if (input.kind !== 'vectors' || !input.isEveryStep) throw new Error(`${name} is for numbers of every step.`);
    const beyond = columns.find((column) => column >= input.size);
    if (beyond !== undefined) throw new Error(`${name} has a column ${beyond} of ${input.size}.`);
    return input;
  },
  parameters: ({ name, by, columns }) =>
    by === 'last'
      ? []
      : [
          vector({ name: `${name}.weight`, role: 'gain', fan: 1 }, 1, columns.length),
          vector({ name: `${name}.bias`, role: 'firstState', fan: 1 }, 1, columns.length),
        ],
  products: () => 0,
  masks: () => 0,
  plan: ({ name, by, columns }, { size }, { parameterOf, isBelowLearned }) => {
    if (isBelowLearned) throw new Error(`${name} reads the data itself, and nothing that is learned.`);
    const affine =
      by === 'last' ? undefined : { gain: parameterOf(`${name}.weight`), bias: parameterOf(`${name}.bias`) };
    return { by, columns, size, affine };
  },
  buffers: ({ size, affine }, { gradientShift, levels, sequence, steps }) => {
    if (levels === undefined) throw new Error('There is no room for the levels of columns.');
    return { gradientShift, levels, y: sequence(steps, size), dy: affine && sequence(steps, size) };
  },
  make: (parts) => new Normalise(parts),
};

class Normalise implements Block {
  readonly states = [];
  readonly output: DenseInput;
  private readonly kernels: Kernels;
  private readonly plan: NormalisePlan;
  private readonly buffers: NormaliseBuffers;
  private readonly input: DenseInput;

  constructor({ kernels, plan, buffers, input }: BlockParts<NormalisePlan, NormaliseBuffers>) {
    if (!(input instanceof DenseInput)) throw new Error('Only numbers are normalised.');
    this.kernels = kernels;
    this.plan = plan;
    this.buffers = buffers;
    this.input = input;
    this.output = new DenseInput(kernels, buffers.y, plan.size);
  }

  forward({ T, B }: Pass): void {
    const { kernels, input } = this;
    const { by, columns, size, affine } = this.plan;
    const { y } = this.buffers;
    kernels.elementwise(y, input.offset, sequenceBytes(T, B, size, kernels.panel) / 4, activationCodes.none);
    columns.forEach((column, index) => {
      const levels = levelsAt(this.buffers.levels, index, B);
      kernels.measure_column(levels, input.offset, column, size, by === 'last' ? 1 : 0, T, B);
      const [gain, bias] = [affine && shift(affine.gain, index * 4), affine && shift(affine.bias, index * 4)];
      kernels.normalise_column(y, input.offset, levels, gain, bias, column, size, T, B);
    });
  }

  gradientAt(): Offset | undefined {
    return this.buffers.dy;
  }

  backward({ T, B }: Pass): void {
    const { kernels, input } = this;
    const { columns, size, affine } = this.plan;
    const { dy, gradientShift, levels } = this.buffers;
    if (!affine || dy === undefined) return;
    columns.forEach((column, index) => {
      const [gain, bias] = [shift(affine.gain, index * 4), shift(affine.bias, index * 4)];
      kernels.normalise_column_backward(
        ...([shift(gain, gradientShift), shift(bias, gradientShift), dy, input.offset] as const),
        ...([levelsAt(levels, index, B), column, size, T, B] as const),
      );
    });
  }
}
