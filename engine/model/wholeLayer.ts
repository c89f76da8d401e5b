import { panelsOf, type Kernels } from '../compute/kernels.ts';
import type { Cell } from './cell.ts';
import { sequenceBytes, type LayerInput } from './layerInput.ts';
import type { LayerBuffers, LayerWeights, Pass, RecurrentLayer, StateSequence } from './recurrentLayer.ts';

/** A layer whose cell runs over all steps in one kernel call. */
export class WholeLayer implements RecurrentLayer {
  readonly states: readonly StateSequence[];
  private readonly kernels: Kernels;
  private readonly cell: Cell;
  private readonly weights: LayerWeights;
  private readonly buffers: LayerBuffers;
  private readonly panels: number;

  constructor(kernels: Kernels, cell: Cell, weights: LayerWeights, buffers: LayerBuffers) {
    this.kernels = kernels;
    this.cell = cell;
    this.weights = weights;
    this.buffers = buffers;
    this.panels = cell.gates * panelsOf(weights.hiddenSize, kernels.panel);
    this.states = cell.states;
  }

  forward(input: LayerInput, pass: Pass): number {
    const { weightIh, biasIh, biasHh, stateSize } = this.weights;
    const { h } = this.buffers;
    const { cell } = this;
    input.product(cell.z, weightIh, biasIh, cell.zRecurrent === cell.z ? biasHh : 0, pass.T, pass.B, this.panels);
    cell.forward(h, 0, pass.T, false, pass);
    return h + sequenceBytes(1, pass.B, stateSize, this.kernels.panel);
  }

  backward(input: LayerInput, dy: number, pass: Pass): void {
    const { T, B } = pass;
    const { weightIh, biasIh, biasHh, hiddenSize } = this.weights;
    const { h, carry, gradientShift: shift } = this.buffers;
    const { cell, kernels, panels } = this;
    kernels.zero(carry, sequenceBytes(1, B, hiddenSize, kernels.panel) / 4);
    cell.backward(h, dy, 0, T, pass);
    cell.addWeightGradient(h, cell.zRecurrent, pass);
    if (biasIh > 0) {
      const isShared = cell.zRecurrent === cell.z;
      kernels.bias_gradient(biasIh + shift, isShared ? biasHh + shift : 0, cell.z, T, B, panels);
      if (!isShared) kernels.bias_gradient(biasHh + shift, 0, cell.zRecurrent, T, B, panels);
    }
    input.addWeightGradient(weightIh + shift, cell.z, T, B, panels);
  }

  inputGradient(dx: number, { T, B }: Pass): void {
    const { transposedIh, inputRows } = this.weights;
    const { panel } = this.kernels;
    this.kernels.project(dx, this.cell.z, transposedIh, 0, 0, T, B, this.panels * panel, panelsOf(inputRows, panel));
  }

  initialGradient(pass: Pass): void {
    const dh0 = this.cell.operandGradient(this.cell.zRecurrent, pass);
    const count = sequenceBytes(1, pass.B, this.weights.stateSize, this.kernels.panel) / 4;
    if (this.cell.carriesH) this.kernels.add(dh0, this.buffers.carry, count);
  }
}
