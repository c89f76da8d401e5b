import { panelsOf, type Kernels } from '../compute/kernels.ts';
import { sequenceBytes, type LayerInput } from './layerInput.ts';
import type { LayerBuffers, LayerWeights, RecurrentLayer } from './recurrentLayer.ts';

/** r, z = sigmoid(Wx x + bx + Wh h' + bh); n = tanh(Wx x + bx + r (Wh h' + bh)); h = (1 - z) n + z h'. */
export class Gru implements RecurrentLayer {
  readonly states: readonly number[];
  private readonly kernels: Kernels;
  private readonly weights: LayerWeights;
  private readonly buffers: LayerBuffers;
  private readonly H: number;
  private readonly panels: number;

  constructor(kernels: Kernels, weights: LayerWeights, buffers: LayerBuffers, H: number) {
    this.kernels = kernels;
    this.weights = weights;
    this.buffers = buffers;
    this.H = H;
    this.panels = 3 * panelsOf(H, kernels.panel);
    this.states = [buffers.h];
  }

  forward(input: LayerInput, T: number, B: number): void {
    const { weightIh, weightHh, biasIh, biasHh } = this.weights;
    const { z, zh, h } = this.buffers;
    input.product(z, weightIh, biasIh, 0, T, B, this.panels);
    this.kernels.gru_forward(z, zh, h, weightHh, biasHh, T, B, this.H);
  }

  backward(input: LayerInput, dy: number, T: number, B: number): void {
    const { weightIh, weightHh, biasIh, biasHh, transposedHh } = this.weights;
    const { z, zh, h, carry, gradientShift: shift } = this.buffers;
    this.kernels.zero(carry, sequenceBytes(1, B, this.H, this.kernels.panel) / 4);
    this.kernels.gru_backward(z, zh, h, dy, carry, transposedHh, T, B, this.H);
    this.kernels.weight_gradient(weightHh + shift, h, zh, T, B, this.H, this.panels);
    this.kernels.bias_gradient(biasHh + shift, 0, zh, T, B, this.panels);
    this.kernels.bias_gradient(biasIh + shift, 0, z, T, B, this.panels);
    input.addWeightGradient(weightIh + shift, z, T, B, this.panels);
  }

  inputGradient(dx: number, T: number, B: number): void {
    const { transposedIh, inputSize } = this.weights;
    const { panel } = this.kernels;
    this.kernels.project(dx, this.buffers.z, transposedIh, 0, 0, T, B, this.panels * panel, panelsOf(inputSize, panel));
  }
}
