import { activationCodes, panelsOf, type Kernels } from '../compute/kernels.ts';
import type { NetworkPlan, ShardPlan } from './networkPlan.ts';

/** The linear head, its activation and the loss. `count` steps of B lanes: all T, or the last one alone. */
export class OutputLayer {
  private readonly kernels: Kernels;
  private readonly plan: NetworkPlan;
  private readonly shard: ShardPlan;

  constructor(kernels: Kernels, plan: NetworkPlan, shard: ShardPlan) {
    this.kernels = kernels;
    this.plan = plan;
    this.shard = shard;
  }

  /** Outputs before the activation, from h (count, B, H). */
  forward(h: number, count: number, B: number): void {
    const { headWeight, headBias, headRows, outputPanels } = this.plan;
    this.kernels.project(this.shard.outputs, h, headWeight, headBias, 0, count, B, headRows, outputPanels);
  }

  /** The activation, in place; softmax where the loss is cross-entropy. The gaussian loss has none. */
  activate(count: number, B: number): void {
    const { outputActivation, loss, shape } = this.plan;
    const { outputs } = this.shard;
    const activation = loss === 'crossEntropy' ? activationCodes.softmax : outputActivation;
    if (activation === activationCodes.none) return;
    if (activation === activationCodes.softmax) this.kernels.softmax(outputs, count, B, shape.outputSize);
    else this.kernels.elementwise(outputs, outputs, this.floats(count, B), activation);
  }

  /** Adds the loss sum and its terms to the shard's result, and leaves the gradient before the activation. */
  loss(count: number, B: number, idsAreTargets: boolean): void {
    const { outputs, outputGradient: d, targets, targetIds, result } = this.shard;
    const { loss, shape, outputActivation, huberDelta } = this.plan;
    const n = shape.outputSize;
    if (loss === 'crossEntropy') {
      this.kernels.cross_entropy(result, d, outputs, targetIds, count, B, n);
      return;
    }
    if (idsAreTargets) this.kernels.one_hot(targets, targetIds, count, B, n);
    this.activate(count, B);
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

  /** After `loss`: adds to the head's gradient and writes dh (count, B, H). */
  backward(dh: number, h: number, count: number, B: number): void {
    const { headWeight, headBias, headTransposed, headRows: H, outputPanels: panels, panel } = this.plan;
    const { outputGradient: d, gradientShift } = this.shard;
    this.kernels.weight_gradient(headWeight + gradientShift, h, d, count, B, H, panels);
    this.kernels.bias_gradient(headBias + gradientShift, 0, d, count, B, panels);
    this.kernels.project(dh, d, headTransposed, 0, 0, count, B, panels * panel, panelsOf(H, panel));
  }

  private floats(count: number, B: number): number {
    return count * B * this.plan.outputPanels * this.plan.panel;
  }
}
