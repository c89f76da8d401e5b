import { activationCodes } from '../../compute/kernelFunctions.ts';
import { panelsOf, sequenceBytes, type Kernels } from '../../compute/kernels.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import type { Pass } from '../cells/cell.ts';
import { DenseInput, type LayerInput } from '../layers/layerInput.ts';
import type { ProjectSpec } from '../networkSpec.ts';
import { matrix, packedRows, vector } from '../parameterLayout.ts';
import type { Block, BlockParts, EncoderKind } from './block.ts';

export interface ProjectPlan {
  readonly size: number;
  readonly activation: number;
  readonly weight: Offset;
  readonly bias: Offset;
  /** Where something below learns. */
  readonly transposed: Offset | undefined;
  readonly inputRows: number;
  readonly isEveryStep: boolean;
}

export interface ProjectBuffers {
  readonly gradientShift: number;
  /** The outputs and their gradient. (T, B, size) or (1, B, size) */
  readonly y: Offset;
  readonly dy: Offset;
}

/** y = activation(W x + b), at every step or of the one vector of a sequence. */
export const project: EncoderKind<ProjectSpec, ProjectPlan, ProjectBuffers> = {
  flow: ({ size }, input) => ({
    ...{ kind: 'vectors', size, block: size, directions: 1, isEveryStep: input.isEveryStep, keepsLast: false },
  }),
  parameters: ({ name, size }, input) => [
    matrix({ name: `${name}.weight`, role: 'linear', fan: input.size }, 1, size, input.size, input.block),
    vector({ name: `${name}.bias`, role: 'linearBias', fan: input.size }, 1, size),
  ],
  products: ({ size }, input) => (input.kind === 'symbols' ? 0 : size * input.size),
  masks: () => 0,
  plan: ({ name, size, activation }, input, { parameterOf, addTranspose, panel, isBelowLearned }) => {
    const weight = parameterOf(`${name}.weight`);
    const inputRows = packedRows(input.size, input.block, panel);
    return {
      ...{ size, activation: activationCodes[activation], weight, inputRows, isEveryStep: input.isEveryStep },
      bias: parameterOf(`${name}.bias`),
      transposed: isBelowLearned ? addTranspose(weight, inputRows, panelsOf(size, panel)) : undefined,
    };
  },
  buffers: ({ size, isEveryStep }, { gradientShift, sequence, steps }) => {
    const rows = isEveryStep ? steps : 1;
    return { gradientShift, y: sequence(rows, size), dy: sequence(rows, size) };
  },
  make: (parts) => new Project(parts),
};

class Project implements Block {
  readonly states = [];
  readonly output: DenseInput;
  private readonly kernels: Kernels;
  private readonly plan: ProjectPlan;
  private readonly buffers: ProjectBuffers;
  private readonly input: LayerInput;
  private readonly panels: number;

  constructor({ kernels, plan, buffers, input }: BlockParts<ProjectPlan, ProjectBuffers>) {
    this.kernels = kernels;
    this.plan = plan;
    this.buffers = buffers;
    this.input = input;
    this.panels = panelsOf(plan.size, kernels.panel);
    this.output = new DenseInput(kernels, buffers.y, plan.size);
  }

  forward(pass: Pass): void {
    const { weight, bias, size, activation } = this.plan;
    const { y } = this.buffers;
    const T = this.steps(pass);
    this.input.product(y, weight, bias, undefined, T, pass.B, this.panels);
    if (activation === activationCodes.none) return;
    const count = sequenceBytes(T, pass.B, size, this.kernels.panel) / 4;
    this.kernels.elementwise(y, y, count, activation);
  }

  gradientAt(): Offset {
    return this.buffers.dy;
  }

  backward(pass: Pass, _isFirst: boolean, below: Offset | undefined): void {
    const { weight, bias, transposed, size, activation, inputRows } = this.plan;
    const { y, dy, gradientShift } = this.buffers;
    const { kernels, panels } = this;
    const { B } = pass;
    const T = this.steps(pass);
    if (activation !== activationCodes.none) kernels.activation_backward(dy, y, activation, T, B, size);
    kernels.bias_gradient(shift(bias, gradientShift), undefined, dy, T, B, panels);
    this.input.addWeightGradient(shift(weight, gradientShift), dy, T, B, panels);
    if (below === undefined || transposed === undefined) return;
    const rows = panelsOf(inputRows, kernels.panel);
    kernels.project(below, dy, transposed, undefined, undefined, T, B, panels * kernels.panel, rows);
  }

  private steps({ T }: Pass): number {
    return this.plan.isEveryStep ? T : 1;
  }
}
