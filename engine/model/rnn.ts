import { panelsOf, type Kernels } from '../compute/kernels.ts';
import type { Cell } from './cell.ts';
import { projectBack } from './projectBack.ts';
import type { LayerBuffers, LayerWeights, Pass, StateSequence } from './recurrentLayer.ts';
import { sequenceBytes } from './layerInput.ts';

/** h = activation(Wx x + bx + Wh h' + bh), the Elman network. */
export class Rnn implements Cell {
  readonly gates = 1;
  readonly carriesH = false;
  readonly states: readonly StateSequence[];
  readonly z: number;
  readonly zRecurrent: number;
  private readonly kernels: Kernels;
  private readonly weights: LayerWeights;
  private readonly buffers: LayerBuffers;
  private readonly activation: number;

  constructor(kernels: Kernels, weights: LayerWeights, buffers: LayerBuffers, activation: number) {
    this.kernels = kernels;
    this.weights = weights;
    this.buffers = buffers;
    this.activation = activation;
    this.z = buffers.z;
    this.zRecurrent = buffers.z;
    this.states = [
      { name: 'h', offset: buffers.h, size: weights.hiddenSize, learned: weights.h0, gradient: buffers.dx },
    ];
  }

  forward(x: number, first: number, T: number, isProductIn: boolean, { B, lengths }: Pass): void {
    const { weightHh, hiddenSize: H } = this.weights;
    const at = sequenceBytes(first, B, H, this.kernels.panel);
    const { z, h } = this.buffers;
    const w = isProductIn ? 0 : weightHh;
    this.kernels.rnn_forward(z + at, x + at, h + at, w, lengths, first, T, B, H, this.activation);
  }

  backward(_x: number, dy: number, first: number, T: number, { B, lengths }: Pass): void {
    const { transposedHh, hiddenSize: H } = this.weights;
    const at = sequenceBytes(first, B, H, this.kernels.panel);
    const { z, h } = this.buffers;
    this.kernels.rnn_backward(z + at, h + at, dy, transposedHh, lengths, first, T, B, H, this.activation);
  }

  addWeightGradient(x: number, dProduct: number, { T, B }: Pass): void {
    const { weightHh, hiddenSize: H } = this.weights;
    const { gradientShift } = this.buffers;
    this.kernels.weight_gradient(weightHh + gradientShift, x, dProduct, T, B, H, panelsOf(H, this.kernels.panel));
  }

  operandGradient(dProduct: number, { B }: Pass): number {
    return projectBack(this.kernels, this.weights, this.buffers, dProduct, this.gates, B);
  }
}
