import { panelsOf, type Kernels } from '../compute/kernels.ts';
import type { Cell } from './cell.ts';
import { sequenceBytes } from './layerInput.ts';
import type { LayerBuffers, LayerWeights, Pass, StateSequence } from './recurrentLayer.ts';

/**
 * r, z = sigmoid(Wx x + bx + Wh h' + bh); n = tanh(Wx x + bx + Wh (r h') + bh); h = (1 - z) n + z h': the GRU of
 * Cho et al. 2014 and of TensorFlow 1, which resets before the product.
 */
export class GruBefore implements Cell {
  readonly gates = 3;
  readonly carriesH = true;
  readonly states: readonly StateSequence[];
  readonly z: number;
  readonly zRecurrent: number;
  private readonly kernels: Kernels;
  private readonly weights: LayerWeights;
  private readonly buffers: LayerBuffers;

  constructor(kernels: Kernels, weights: LayerWeights, buffers: LayerBuffers) {
    this.kernels = kernels;
    this.weights = weights;
    this.buffers = buffers;
    this.z = buffers.z;
    this.zRecurrent = buffers.z;
    this.states = [
      { name: 'h', offset: buffers.h, size: weights.hiddenSize, learned: weights.h0, gradient: buffers.dx },
    ];
  }

  forward(x: number, first: number, T: number, _isProductIn: boolean, { B, lengths }: Pass): void {
    const { weightHh, hiddenSize: H } = this.weights;
    const at = sequenceBytes(first, B, H, this.kernels.panel);
    const { z, reset, h } = this.buffers;
    this.kernels.gru_before_forward(z + 3 * at, reset + at, x + at, h + at, weightHh, lengths, first, T, B, H);
  }

  backward(x: number, dy: number, first: number, T: number, { B, lengths }: Pass): void {
    const { transposedHh: wT, hiddenSize: H } = this.weights;
    const { z, h, carry, dreset, dx } = this.buffers;
    const at = sequenceBytes(first, B, H, this.kernels.panel);
    const gates = z + 3 * at;
    this.kernels.gru_before_backward(gates, dreset, x + at, h + at, dy, carry, dx, wT, lengths, first, T, B, H);
  }

  addWeightGradient(x: number, dProduct: number, { T, B }: Pass): void {
    const { weightHh, hiddenSize: H } = this.weights;
    const { gradientShift, reset } = this.buffers;
    const panels = 3 * panelsOf(H, this.kernels.panel);
    const gradient = weightHh + gradientShift;
    this.kernels.gate_weight_gradient(gradient, x, dProduct, T, B, H, panels, 3, 0, 2);
    this.kernels.gate_weight_gradient(gradient, reset, dProduct, T, B, H, panels, 3, 2, 3);
  }

  operandGradient(): number {
    return this.buffers.dx;
  }
}
