import { panelsOf, type Kernels } from '../compute/kernels.ts';
import type { Cell } from './cell.ts';
import { sequenceBytes } from './layerInput.ts';
import { projectBack } from './projectBack.ts';
import type { LayerBuffers, LayerWeights, Pass, StateSequence } from './recurrentLayer.ts';

/** r, z = sigmoid(Wx x + bx + Wh h' + bh); n = tanh(Wx x + bx + r (Wh h' + bh)); h = (1 - z) n + z h'. */
export class Gru implements Cell {
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
    this.zRecurrent = buffers.zh;
    this.states = [
      { name: 'h', offset: buffers.h, size: weights.hiddenSize, learned: weights.h0, gradient: buffers.dx },
    ];
  }

  forward(x: number, first: number, T: number, isProductIn: boolean, { B, lengths }: Pass): void {
    const { weightHh, biasHh, hiddenSize: H } = this.weights;
    const at = sequenceBytes(first, B, H, this.kernels.panel);
    const { z, zh, h } = this.buffers;
    const w = isProductIn ? 0 : weightHh;
    this.kernels.gru_forward(z + 3 * at, zh + 3 * at, x + at, h + at, w, biasHh, lengths, first, T, B, H);
  }

  backward(_x: number, dy: number, first: number, T: number, { B, lengths }: Pass): void {
    const { transposedHh, hiddenSize: H } = this.weights;
    const { z, zh, h, carry } = this.buffers;
    const at = sequenceBytes(first, B, H, this.kernels.panel);
    this.kernels.gru_backward(z + 3 * at, zh + 3 * at, h + at, dy, carry, transposedHh, lengths, first, T, B, H);
  }

  addWeightGradient(x: number, dProduct: number, { T, B }: Pass): void {
    const { weightHh, hiddenSize: H } = this.weights;
    const { gradientShift } = this.buffers;
    this.kernels.weight_gradient(weightHh + gradientShift, x, dProduct, T, B, H, 3 * panelsOf(H, this.kernels.panel));
  }

  operandGradient(dProduct: number, { B }: Pass): number {
    return projectBack(this.kernels, this.weights, this.buffers, dProduct, this.gates, B);
  }
}
