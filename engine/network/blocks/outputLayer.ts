import { activationCodes } from '../../compute/kernelFunctions.ts';
import { panelsOf, sequenceBytes, type Kernels } from '../../compute/kernels.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import type { TrainingConfig } from '../../config.ts';
import type { NetworkPlan } from '../networkPlan.ts';
import type { HeadBuffers, HeadPlan } from './headPlan.ts';

/** Steps that the head predicts at, for B lanes: those from `first` to `count` - 1. */
export interface HeadSteps {
  readonly first: number;
  /** All T, or 1 where only the last one is predicted at. */
  readonly count: number;
  readonly B: number;
}

/**
 * The linear head, its activation and the loss. It works on a few steps at a time (`headStepsOf`): what it has written
 * is read again while it is in the cache, and no buffer grows with time and vocabulary together.
 */
export class OutputLayer {
  private readonly kernels: Kernels;
  private readonly plan: HeadPlan;
  private readonly buffers: HeadBuffers;
  private readonly loss: TrainingConfig['loss'];
  private readonly huberDelta: number;
  private readonly classWeights: Offset | undefined;
  private readonly labelSmoothing: number;

  constructor(
    kernels: Kernels,
    plan: HeadPlan,
    buffers: HeadBuffers,
    {
      loss,
      huberDelta,
      classWeights,
      labelSmoothing,
    }: Pick<NetworkPlan, 'loss' | 'huberDelta' | 'classWeights' | 'labelSmoothing'>,
  ) {
    this.kernels = kernels;
    this.plan = plan;
    this.buffers = buffers;
    this.loss = loss;
    this.huberDelta = huberDelta;
    this.classWeights = classWeights;
    this.labelSmoothing = labelSmoothing;
  }

  /** The outputs before the activation, from h (1, B, H). */
  forward(h: Offset, B: number): void {
    this.project(this.cleaned(h, 1, B), 1, B);
  }

  /** Of one step's outputs the activation, in place; softmax where the loss is cross-entropy. Losses of distributions have none. */
  activate(B: number): void {
    this.activateSteps(1, B);
  }

  /** The outputs after the activation: `take` is told of each stretch of steps while they lie in the buffer. h (count, B, H) */
  answer(h: Offset, steps: HeadSteps, take: (from: number, count: number) => void): void {
    this.eachBlock(steps, (from, count) => {
      this.project(this.cleaned(this.at(h, from, steps.B), count, steps.B), count, steps.B);
      this.activateSteps(count, steps.B);
      take(from, count);
    });
  }

  /** The likeliest output of each step: ids (count, B), and before `first` nothing. h (count, B, H) */
  choose(h: Offset, steps: HeadSteps, ids: Offset): void {
    this.eachBlock(steps, (from, count) => {
      const { B } = steps;
      this.project(this.cleaned(this.at(h, from, B), count, B), count, B);
      this.kernels.largest_outputs(shift(ids, from * B * 4), this.buffers.outputs, count, B, this.plan.outputs);
    });
  }

  /** Adds the loss sum and its terms to the shard's result, without label smoothing. h (count, B, H) */
  evaluate(h: Offset, steps: HeadSteps, idsAreTargets: boolean): void {
    this.eachBlock(steps, (from, count) => {
      this.project(this.cleaned(this.at(h, from, steps.B), count, steps.B), count, steps.B);
      this.addLoss(from, count, steps.B, idsAreTargets, 0);
    });
  }

  /** The same with label smoothing, with the head's gradient added to, and dh (count, B, H), 0 before `first`. */
  train(h: Offset, dh: Offset, steps: HeadSteps, idsAreTargets: boolean): void {
    const { first, B } = steps;
    if (first > 0) this.kernels.zero(dh, sequenceBytes(first, B, this.plan.inputRows, this.kernels.panel) / 4);
    this.eachBlock(steps, (from, count) => {
      const block = this.cleaned(this.at(h, from, B), count, B);
      this.project(block, count, B);
      this.addLoss(from, count, B, idsAreTargets, this.labelSmoothing);
      this.backward(this.at(dh, from, B), block, count, B);
    });
  }

  private eachBlock({ first, count }: HeadSteps, work: (from: number, count: number) => void): void {
    const { steps } = this.buffers;
    for (let from = first; from < count; from += steps) work(from, Math.min(steps, count - from));
  }

  /** Step `step` of a sequence of what the head reads. */
  private at(sequence: Offset, step: number, B: number): Offset {
    return shift(sequence, sequenceBytes(step, B, this.plan.inputRows, this.kernels.panel));
  }

  /** What stands beside the columns is no part of an embedding's gradient: zeros, where the head shares its weight. */
  private cleaned(h: Offset, count: number, B: number): Offset {
    const { clean } = this.buffers;
    const { shared } = this.plan.linear ?? {};
    if (clean === undefined || !shared) return h;
    const panels = panelsOf(shared.width, this.kernels.panel);
    this.kernels.move_steps(clean, panels, h, panels, undefined, count, count, B, shared.width, 0, 0);
    return clean;
  }

  private project(h: Offset, count: number, B: number): void {
    const { linear, inputRows, panels } = this.plan;
    const { panel } = this.kernels;
    if (!linear) {
      this.kernels.elementwise(this.buffers.outputs, h, this.floats(count, B), activationCodes.none);
      return;
    }
    const { weight, bias, shared } = linear;
    const rows = shared ? panelsOf(shared.width, panel) * panel : inputRows;
    this.kernels.project(this.buffers.outputs, h, weight, bias, undefined, count, B, rows, panels);
  }

  private activateSteps(count: number, B: number): void {
    const { outputs: n, activation } = this.plan;
    const { outputs } = this.buffers;
    const code = this.loss === 'crossEntropy' ? activationCodes.softmax : activation;
    if (code === activationCodes.none) return;
    if (code === activationCodes.softmax) this.kernels.softmax(outputs, count, B, n);
    else this.kernels.elementwise(outputs, outputs, this.floats(count, B), code);
  }

  /** Adds to the shard's result, and leaves the gradient before the activation. */
  private addLoss(from: number, count: number, B: number, idsAreTargets: boolean, smoothing: number): void {
    const { outputs, outputGradient: d, targets, units, result } = this.buffers;
    const { outputs: n, activation } = this.plan;
    const { loss, huberDelta } = this;
    const targetIds = shift(this.buffers.targetIds, from * B * 4);
    if (loss === 'crossEntropy') {
      this.kernels.cross_entropy(result, d, outputs, targetIds, this.classWeights, smoothing, count, B, n);
      return;
    }
    if (idsAreTargets) this.kernels.one_hot(targets, targetIds, count, B, n);
    this.activateSteps(count, B);
    switch (loss) {
      case 'mse':
        this.kernels.mean_squares(result, d, outputs, targets, this.floats(count, B));
        break;
      case 'huber':
        this.kernels.huber(result, d, outputs, targets, huberDelta, this.floats(count, B));
        break;
      case 'gaussian':
        this.kernels.gaussian(result, d, outputs, targets, count, B, n);
        return;
      case 'quantile':
        this.kernels.quantiles(result, d, outputs, targets, count, B, n);
        return;
      case 'studentT':
        this.kernels.student_t(result, d, outputs, targets, count, B, n);
        return;
      case 'negativeBinomial':
        if (units === undefined) throw new Error('Counts are learned without their units.');
        this.kernels.negative_binomial(result, d, outputs, targets, units, count, B, n);
        return;
      default:
        loss satisfies never;
    }
    this.kernels.activation_backward(d, outputs, activation, count, B, n);
  }

  /** After `addLoss`: adds to the gradient of the weight, the head's or the embedding's, and writes dh. */
  private backward(dh: Offset, h: Offset, count: number, B: number): void {
    const { linear, inputRows: H, panels, outputs } = this.plan;
    const { outputGradient: d, gradientShift } = this.buffers;
    const { kernels } = this;
    if (!linear) {
      kernels.elementwise(dh, d, this.floats(count, B), activationCodes.none);
      return;
    }
    const { weight, bias, transposed, shared } = linear;
    const width = panelsOf(H, kernels.panel);
    kernels.bias_gradient(shift(bias, gradientShift), undefined, d, count, B, panels);
    if (shared) {
      kernels.weight_gradient(shift(shared.embedding, gradientShift), d, h, count, B, outputs, width);
      kernels.project(dh, d, transposed, undefined, undefined, count, B, outputs, width);
      return;
    }
    kernels.weight_gradient(shift(weight, gradientShift), h, d, count, B, H, panels);
    kernels.project(dh, d, transposed, undefined, undefined, count, B, panels * kernels.panel, width);
  }

  private floats(count: number, B: number): number {
    return count * B * this.plan.panels * this.kernels.panel;
  }
}
