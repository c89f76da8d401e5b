import { activationCodes } from '../compute/kernelFunctions.ts';
import { panelsOf, sequenceBytes, type Kernels } from '../compute/kernels.ts';
import { shift, type Offset } from '../compute/offset.ts';
import type { NetworkPlan, ShardPlan } from './networkPlan.ts';

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
  private readonly plan: NetworkPlan;
  private readonly shard: ShardPlan;

  constructor(kernels: Kernels, plan: NetworkPlan, shard: ShardPlan) {
    this.kernels = kernels;
    this.plan = plan;
    this.shard = shard;
  }

  /** The shard's outputs, before the activation, from h (1, B, H). */
  forward(h: Offset, B: number): void {
    this.project(h, 1, B);
  }

  /** Of one step's outputs the activation, in place; softmax where the loss is cross-entropy. The gaussian loss has none. */
  activate(B: number): void {
    this.activateSteps(1, B);
  }

  /** Adds the loss sum and its terms to the shard's result. h (count, B, H) */
  evaluate(h: Offset, steps: HeadSteps, idsAreTargets: boolean): void {
    this.eachBlock(steps, (from, count) => {
      this.project(this.at(h, from, steps.B), count, steps.B);
      this.addLoss(from, count, steps.B, idsAreTargets);
    });
  }

  /** The same, with the head's gradient added to, and dh (count, B, H), 0 before `first`. */
  train(h: Offset, dh: Offset, steps: HeadSteps, idsAreTargets: boolean): void {
    const { first, B } = steps;
    if (first > 0) this.kernels.zero(dh, sequenceBytes(first, B, this.plan.headRows, this.plan.panel) / 4);
    this.eachBlock(steps, (from, count) => {
      const block = this.at(h, from, B);
      this.project(block, count, B);
      this.addLoss(from, count, B, idsAreTargets);
      this.backward(this.at(dh, from, B), block, count, B);
    });
  }

  private eachBlock({ first, count }: HeadSteps, work: (from: number, count: number) => void): void {
    const { headSteps } = this.plan;
    for (let from = first; from < count; from += headSteps) work(from, Math.min(headSteps, count - from));
  }

  /** Step `step` of a sequence of what the head reads. */
  private at(sequence: Offset, step: number, B: number): Offset {
    return shift(sequence, sequenceBytes(step, B, this.plan.headRows, this.plan.panel));
  }

  private project(h: Offset, count: number, B: number): void {
    const { headWeight, headBias, headRows, outputPanels } = this.plan;
    this.kernels.project(this.shard.outputs, h, headWeight, headBias, undefined, count, B, headRows, outputPanels);
  }

  private activateSteps(count: number, B: number): void {
    const { outputActivation, loss, shape } = this.plan;
    const { outputs } = this.shard;
    const activation = loss === 'crossEntropy' ? activationCodes.softmax : outputActivation;
    if (activation === activationCodes.none) return;
    if (activation === activationCodes.softmax) this.kernels.softmax(outputs, count, B, shape.outputSize);
    else this.kernels.elementwise(outputs, outputs, this.floats(count, B), activation);
  }

  /** Adds to the shard's result, and leaves the gradient before the activation. */
  private addLoss(from: number, count: number, B: number, idsAreTargets: boolean): void {
    const { outputs, outputGradient: d, targets, result } = this.shard;
    const { loss, shape, outputActivation, huberDelta } = this.plan;
    const n = shape.outputSize;
    const targetIds = shift(this.shard.targetIds, from * B * 4);
    if (loss === 'crossEntropy') {
      this.kernels.cross_entropy(result, d, outputs, targetIds, count, B, n);
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
      default:
        loss satisfies never;
    }
    this.kernels.activation_backward(d, outputs, outputActivation, count, B, n);
  }

  /** After `addLoss`: adds to the head's gradient and writes dh. */
  private backward(dh: Offset, h: Offset, count: number, B: number): void {
    const { headWeight, headBias, headTransposed, headRows: H, outputPanels: panels, panel } = this.plan;
    const { outputGradient: d, gradientShift } = this.shard;
    this.kernels.weight_gradient(shift(headWeight, gradientShift), h, d, count, B, H, panels);
    this.kernels.bias_gradient(shift(headBias, gradientShift), undefined, d, count, B, panels);
    this.kernels.project(dh, d, headTransposed, undefined, undefined, count, B, panels * panel, panelsOf(H, panel));
  }

  private floats(count: number, B: number): number {
    return count * B * this.plan.outputPanels * this.plan.panel;
  }
}
