import { panelsOf, type Kernels } from '../../compute/kernels.ts';
import type { Offset } from '../../compute/offset.ts';
import type { Pass } from '../cells/cell.ts';
import { DenseInput } from '../layers/layerInput.ts';
import type { PoolSpec } from '../networkSpec.ts';
import { matrix, packedRows, vector } from '../parameterLayout.ts';
import { AttentionPool } from './attentionPool.ts';
import type { Block, BlockParts, EncoderKind, ParameterPlan } from './block.ts';
import { LastPool } from './lastPool.ts';
import type { AttentionPlan, PoolBuffers, PoolPlan } from './poolPlan.ts';

/** One vector of the steps of a sequence: the last, their mean, their largest values, or a mean by learned shares. */
export const pool: EncoderKind<PoolSpec, PoolPlan, PoolBuffers> = {
  flow: ({ by }, input) => {
    if (!input.isEveryStep || input.kind !== 'vectors') throw new Error(`There is no sequence to pool by ${by}.`);
    return { ...input, isEveryStep: false, keepsLast: false };
  },
  parameters: (spec, { size, block }) => {
    if (spec.by !== 'attention') return [];
    const { name } = spec;
    const A = attentionSize(spec);
    return [
      matrix({ name: `${name}.weight`, role: 'linear', fan: size }, 1, A, size, block),
      vector({ name: `${name}.bias`, role: 'linearBias', fan: size }, 1, A),
      matrix({ name: `${name}.query`, role: 'linear', fan: A }, 1, 1, A),
    ];
  },
  products: (spec, { size }) => (spec.by === 'attention' ? attentionSize(spec) * (size + 1) : 0),
  masks: () => 0,
  plan: (spec, input, parameters) => {
    const inputRows = packedRows(input.size, input.block, parameters.panel);
    const attention = spec.by === 'attention' ? planAttention(spec, inputRows, parameters) : undefined;
    return { by: spec.by, input, inputRows, attention };
  },
  buffers: ({ by, input, inputRows, attention }, { gradientShift, sequence, numbers, steps }) => {
    const isInPlace = by === 'last' && input.keepsLast;
    return {
      gradientShift,
      y: isInPlace ? undefined : sequence(1, inputRows),
      dy: isInPlace ? undefined : sequence(1, inputRows),
      best: by === 'max' ? sequence(1, inputRows) : undefined,
      attention: attention && {
        keys: sequence(steps, attention.size),
        dKeys: sequence(steps, attention.size),
        scores: sequence(steps, 1),
        dScores: sequence(steps, 1),
        shares: numbers(steps),
        dx: sequence(steps, inputRows),
      },
    };
  },
  make: (parts) => {
    switch (parts.plan.by) {
      case 'last':
        return new LastPool(parts);
      case 'attention':
        return new AttentionPool(parts);
      case 'mean':
      case 'max':
        return new ValuePool(parts);
    }
  },
};

const attentionSize = ({ name, size }: PoolSpec): number => {
  if (size === undefined) throw new Error(`The attention of ${name} has no size.`);
  return size;
};

const planAttention = (
  spec: PoolSpec,
  inputRows: number,
  { panel, parameterOf, addTranspose }: ParameterPlan,
): AttentionPlan => {
  const size = attentionSize(spec);
  const weight = parameterOf(`${spec.name}.weight`);
  const query = parameterOf(`${spec.name}.query`);
  return {
    ...{ size, weight, query, bias: parameterOf(`${spec.name}.bias`) },
    transposedWeight: addTranspose(weight, inputRows, panelsOf(size, panel)),
    transposedQuery: addTranspose(query, size, 1),
  };
};

/** The mean or the largest of every value. */
class ValuePool implements Block {
  readonly states = [];
  readonly output: DenseInput;
  private readonly kernels: Kernels;
  private readonly y: Offset;
  private readonly dy: Offset;
  private readonly best: Offset | undefined;
  private readonly input: DenseInput;
  private readonly panels: number;

  constructor({ kernels, plan, buffers, input }: BlockParts<PoolPlan, PoolBuffers>) {
    const { y, dy, best } = buffers;
    if (!(input instanceof DenseInput) || y === undefined || dy === undefined) throw new Error('Nothing to pool.');
    this.kernels = kernels;
    this.input = input;
    this.y = y;
    this.dy = dy;
    this.best = best;
    this.panels = panelsOf(plan.inputRows, kernels.panel);
    this.output = new DenseInput(kernels, y, plan.inputRows);
  }

  forward({ T, B, lengths }: Pass): void {
    const { kernels, input, panels, y, best } = this;
    if (best === undefined) kernels.pool_mean(y, input.offset, lengths, T, B, panels);
    else kernels.pool_max(y, best, input.offset, lengths, T, B, panels);
  }

  gradientAt(): Offset {
    return this.dy;
  }

  backward({ T, B, lengths }: Pass, _isFirst: boolean, below: Offset | undefined): void {
    const { kernels, panels, dy, best } = this;
    if (below === undefined) return;
    if (best === undefined) kernels.pool_mean_backward(below, dy, lengths, T, B, panels);
    else kernels.pool_max_backward(below, dy, best, T, B, panels);
  }
}
