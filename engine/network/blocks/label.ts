import { panelsOf, sequenceBytes, type Kernels } from '../../compute/kernels.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import type { Pass } from '../cells/cell.ts';
import { DenseInput } from '../layers/layerInput.ts';
import type { LabelSpec } from '../networkSpec.ts';
import type { Block, BlockParts, EncoderKind, Flow } from './block.ts';

export interface LabelPlan {
  readonly labels: number;
  readonly size: number;
  readonly weight: Offset;
}

export interface LabelBuffers {
  readonly gradientShift: number;
  /** Which label each step has. (T, B) */
  readonly ids: Offset;
  /** With the label's vector added. (T, B, size) */
  readonly y: Offset;
}

/** Adds to the vector of each step that of the label of what comes next, a row each of `weight` (labels, size). */
export const label: EncoderKind<LabelSpec, LabelPlan, LabelBuffers> = {
  flow: ({ name }, input) => {
    labelsOf(name, input);
    return { ...input, keepsLast: false };
  },
  parameters: ({ name }, input) => {
    const labels = labelsOf(name, input);
    const { size } = input;
    return [
      {
        ...{ name: `${name}.weight`, role: 'embedding', fan: 1, shape: [labels, size], inputsFirst: true, gates: 1 },
        ...{ outputs: size, inputs: labels, inputBlock: labels },
      },
    ];
  },
  products: () => 0,
  masks: () => 0,
  plan: ({ name }, input, { parameterOf }) => ({
    ...{ labels: labelsOf(name, input), size: input.size, weight: parameterOf(`${name}.weight`) },
  }),
  buffers: ({ size }, { gradientShift, labels, sequence, steps }) => {
    if (labels === undefined) throw new Error('The network reads no labels.');
    return { gradientShift, ids: labels, y: sequence(steps, size) };
  },
  make: (parts) => new Label(parts),
};

const labelsOf = (name: string, { kind, labels, isEveryStep }: Flow): number => {
  if (kind !== 'vectors' || labels === undefined || !isEveryStep) throw new Error(`There are no labels for ${name}.`);
  return labels;
};

class Label implements Block {
  readonly states = [];
  readonly output: DenseInput;
  private readonly kernels: Kernels;
  private readonly plan: LabelPlan;
  private readonly buffers: LabelBuffers;
  private readonly input: DenseInput;
  private readonly below: Block | undefined;

  constructor({ kernels, plan, buffers, input, below }: BlockParts<LabelPlan, LabelBuffers>) {
    if (!(input instanceof DenseInput)) throw new Error('A label is told beside vectors.');
    this.kernels = kernels;
    this.plan = plan;
    this.buffers = buffers;
    this.input = input;
    this.below = below;
    this.output = new DenseInput(kernels, buffers.y, plan.size);
  }

  forward({ T, B }: Pass): void {
    const { kernels, plan, buffers } = this;
    const panels = panelsOf(plan.size, kernels.panel);
    kernels.gather_rows(buffers.y, plan.weight, undefined, undefined, buffers.ids, T, B, plan.labels, panels);
    kernels.add(buffers.y, this.input.offset, sequenceBytes(T, B, plan.size, kernels.panel) / 4);
  }

  /** That of a sum is that of each of its parts. */
  gradientAt(pass: Pass): Offset | undefined {
    return this.below?.gradientAt(pass);
  }

  backward({ T, B }: Pass, _isFirst: boolean, below: Offset | undefined): void {
    if (below === undefined) return;
    const { weight, labels, size } = this.plan;
    const { ids, gradientShift } = this.buffers;
    const panels = panelsOf(size, this.kernels.panel);
    this.kernels.scatter_rows(shift(weight, gradientShift), below, ids, T, B, labels, panels);
  }
}
