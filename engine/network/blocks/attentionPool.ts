import { activationCodes } from '../../compute/kernelFunctions.ts';
import { panelsOf, sequenceBytes, type Kernels } from '../../compute/kernels.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import type { Pass } from '../cells/cell.ts';
import { DenseInput } from '../layers/layerInput.ts';
import type { Block, BlockParts } from './block.ts';
import type { AttentionBuffers, AttentionPlan, PoolBuffers, PoolPlan } from './poolPlan.ts';

/** y = Σ a_t x_t, a = softmax over the steps within the length of query · tanh(W x_t + b) (Yang et al. 2016). */
export class AttentionPool implements Block {
  readonly states = [];
  readonly output: DenseInput;
  private readonly kernels: Kernels;
  private readonly plan: AttentionPlan;
  private readonly buffers: AttentionBuffers;
  private readonly inputRows: number;
  private readonly gradientShift: number;
  private readonly y: Offset;
  private readonly dy: Offset;
  private readonly input: DenseInput;
  private readonly panels: number;

  constructor({ kernels, plan, buffers, input }: BlockParts<PoolPlan, PoolBuffers>) {
    const { y, dy, attention, gradientShift } = buffers;
    if (!(input instanceof DenseInput) || y === undefined || dy === undefined) throw new Error('Nothing to pool.');
    if (!plan.attention || !attention) throw new Error('An attention has no parameters.');
    this.kernels = kernels;
    this.plan = plan.attention;
    this.buffers = attention;
    this.inputRows = plan.inputRows;
    this.gradientShift = gradientShift;
    this.input = input;
    this.y = y;
    this.dy = dy;
    this.panels = panelsOf(plan.attention.size, kernels.panel);
    this.output = new DenseInput(kernels, y, plan.inputRows);
  }

  forward({ T, B, lengths }: Pass): void {
    const { kernels, input, panels } = this;
    const { weight, bias, query, size } = this.plan;
    const { keys, scores, shares } = this.buffers;
    input.product(keys, weight, bias, undefined, T, B, panels);
    kernels.elementwise(keys, keys, sequenceBytes(T, B, size, kernels.panel) / 4, activationCodes.tanh);
    kernels.project(scores, keys, query, undefined, undefined, T, B, size, 1);
    kernels.attend_steps(this.y, shares, input.offset, scores, lengths, T, B, this.width());
  }

  gradientAt(): Offset {
    return this.dy;
  }

  backward({ T, B, lengths }: Pass, _isFirst: boolean, below: Offset | undefined): void {
    const { kernels, input, panels, gradientShift } = this;
    const { weight, bias, query, size, transposedWeight, transposedQuery } = this.plan;
    const { keys, dKeys, dScores, shares, dx } = this.buffers;
    const width = this.width();
    kernels.attend_steps_backward(below ?? dx, dScores, input.offset, shares, this.dy, lengths, T, B, width);
    kernels.weight_gradient(shift(query, gradientShift), keys, dScores, T, B, size, 1);
    kernels.project(dKeys, dScores, transposedQuery, undefined, undefined, T, B, kernels.panel, panels);
    kernels.activation_backward(dKeys, keys, activationCodes.tanh, T, B, size);
    kernels.bias_gradient(shift(bias, gradientShift), undefined, dKeys, T, B, panels);
    input.addWeightGradient(shift(weight, gradientShift), dKeys, T, B, panels);
    if (below === undefined) return;
    kernels.project(dx, dKeys, transposedWeight, undefined, undefined, T, B, panels * kernels.panel, width);
    kernels.add(below, dx, sequenceBytes(T, B, this.inputRows, kernels.panel) / 4);
  }

  /** Panels of what is pooled. */
  private width(): number {
    return panelsOf(this.inputRows, this.kernels.panel);
  }
}
