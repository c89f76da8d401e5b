import { panelsOf, type Kernels } from '../compute/kernels.ts';
import type { LayerInput } from './layerInput.ts';
import type { LayerBuffers, LayerWeights, RecurrentLayer } from './recurrentLayer.ts';

/** h = activation(Wx x + bx + Wh h' + bh), the Elman network. */
export class Rnn implements RecurrentLayer {
  readonly states: readonly number[];
  private readonly kernels: Kernels;
  private readonly weights: LayerWeights;
  private readonly buffers: LayerBuffers;
  private readonly H: number;
  private readonly activation: number;
  private readonly panels: number;

  constructor(kernels: Kernels, weights: LayerWeights, buffers: LayerBuffers, H: number, activation: number) {
    this.kernels = kernels;
    this.weights = weights;
    this.buffers = buffers;
    this.H = H;
    this.activation = activation;
    this.panels = panelsOf(H, kernels.panel);
    this.states = [buffers.h];
  }

  forward(input: LayerInput, T: number, B: number): void {
    const { weightIh, weightHh, biasIh, biasHh } = this.weights;
    const { z, h } = this.buffers;
    input.product(z, weightIh, biasIh, biasHh, T, B, this.panels);
    this.kernels.rnn_forward(z, h, weightHh, T, B, this.H, this.activation);
  }

  backward(input: LayerInput, dy: number, T: number, B: number): void {
    const { weightIh, weightHh, biasIh, biasHh, transposedHh } = this.weights;
    const { z, h, gradientShift: shift } = this.buffers;
    this.kernels.rnn_backward(z, h, dy, transposedHh, T, B, this.H, this.activation);
    this.kernels.weight_gradient(weightHh + shift, h, z, T, B, this.H, this.panels);
    this.kernels.bias_gradient(biasIh + shift, biasHh + shift, z, T, B, this.panels);
    input.addWeightGradient(weightIh + shift, z, T, B, this.panels);
  }

  inputGradient(dx: number, T: number, B: number): void {
    const { transposedIh, inputSize } = this.weights;
    const { panel } = this.kernels;
    this.kernels.project(dx, this.buffers.z, transposedIh, 0, 0, T, B, this.panels * panel, panelsOf(inputSize, panel));
  }
}
