import { panelsOf, type Kernels } from '../compute/kernels.ts';
import { sequenceBytes, type LayerInput } from './layerInput.ts';
import type { LayerBuffers, LayerWeights, RecurrentLayer } from './recurrentLayer.ts';

/** i, f, o = sigmoid(Wx x + bx + Wh h' + bh), g = tanh(same form); c = f c' + i g; h = o tanh(c). */
export class Lstm implements RecurrentLayer {
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
    this.panels = 4 * panelsOf(H, kernels.panel);
    this.states = [buffers.h, buffers.c];
  }

  forward(input: LayerInput, T: number, B: number): void {
    const { weightIh, weightHh, biasIh, biasHh } = this.weights;
    const { z, h, c } = this.buffers;
    input.product(z, weightIh, biasIh, biasHh, T, B, this.panels);
    this.kernels.lstm_forward(z, h, c, weightHh, T, B, this.H);
  }

  backward(input: LayerInput, dy: number, T: number, B: number): void {
    const { weightIh, weightHh, biasIh, biasHh, transposedHh } = this.weights;
    const { z, h, c, carry, gradientShift: shift } = this.buffers;
    this.kernels.zero(carry, sequenceBytes(1, B, this.H, this.kernels.panel) / 4);
    this.kernels.lstm_backward(z, c, dy, carry, transposedHh, T, B, this.H);
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
