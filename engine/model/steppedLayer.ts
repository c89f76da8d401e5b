import { panelsOf, type Kernels } from '../compute/kernels.ts';
import type { Cell } from './cell.ts';
import { dropoutKeyOf } from './dropoutKey.ts';
import { sequenceBytes, type LayerInput } from './layerInput.ts';
import type { LayerBuffers, LayerWeights, Pass, RecurrentLayer, StateSequence, StepBuffers } from './recurrentLayer.ts';

/**
 * A layer that does more at each step than its cell's kernel: it drops units of the state on their way to the next
 * step (the same ones at all steps: Gal and Ghahramani 2016), normalises both products (Ba, Kiros and Hinton 2016,
 * without the cell state's), or projects h (Sak, Senior and Beaufays 2014).
 */
export class SteppedLayer implements RecurrentLayer {
  readonly states: readonly StateSequence[];
  private readonly kernels: Kernels;
  private readonly cell: Cell;
  private readonly weights: LayerWeights;
  private readonly buffers: LayerBuffers;
  private readonly steps: StepBuffers;
  private readonly panels: number;
  private readonly statePanels: number;
  private readonly dropped: number;
  private readonly index: number;

  /** `dropped` is the share of the state to drop; `index` tells the layer's masks from those of others. */
  constructor(
    kernels: Kernels,
    cell: Cell,
    weights: LayerWeights,
    buffers: LayerBuffers,
    dropped: number,
    index: number,
  ) {
    if (!buffers.steps) throw new Error('A layer that goes step by step has no buffers for that.');
    this.kernels = kernels;
    this.cell = cell;
    this.weights = weights;
    this.buffers = buffers;
    this.steps = buffers.steps;
    this.panels = cell.gates * panelsOf(weights.hiddenSize, kernels.panel);
    this.statePanels = panelsOf(weights.stateSize, kernels.panel);
    this.dropped = dropped;
    this.index = index;
    this.states = cell.states;
  }

  forward(input: LayerInput, pass: Pass): number {
    const { T, B, lengths } = pass;
    const { h } = this.buffers;
    const { weightHr, normIh, hiddenSize: H } = this.weights;
    const { kernels, cell, statePanels } = this;
    this.inputProduct(input, pass);
    const x = this.operand(pass);
    for (let t = 0; t < T; t++) {
      if (x !== h) this.drop(this.stateAt(x, t, B), this.stateAt(h, t, B), pass);
      if (normIh > 0) this.normaliseProduct(x, t, B);
      cell.forward(x, t, 1, normIh > 0, pass);
      if (weightHr === 0) continue;
      const after = this.stateAt(h, t + 1, B);
      kernels.project(after, this.unprojectedAt(t + 1, B), weightHr, 0, 0, 1, B, H, statePanels);
      if (lengths > 0) kernels.hold_lanes(after, this.stateAt(h, t, B), lengths, t, B, statePanels);
    }
    return this.stateAt(h, 1, B);
  }

  backward(input: LayerInput, dy: number, pass: Pass): void {
    const { T, B, lengths } = pass;
    const { carry, dx, gradientShift: shift } = this.buffers;
    const { weightIh, weightHr, normIh, hiddenSize: H } = this.weights;
    const { kernels, cell, statePanels } = this;
    const { panel } = kernels;
    const x = this.operand(pass);
    const dProduct = normIh > 0 ? this.steps.normalHh : cell.zRecurrent;
    kernels.zero(carry, sequenceBytes(1, B, H, panel) / 4);
    for (let t = T - 1; t >= 0; t--) {
      const dh = this.stateAt(dy, t, B);
      const before = this.stateAt(dy, t - 1, B);
      if (lengths > 0 && t > 0) kernels.pass_lanes(before, dh, lengths, t, B, statePanels);
      cell.backward(x, weightHr > 0 ? this.unprojectedGradient(dh, B) : dh, t, 1, pass);
      if (normIh > 0) this.normalisedGradient(t, B);
      cell.operandGradient(this.gatesAt(dProduct, t, B), pass);
      if (x !== this.buffers.h) this.drop(dx, dx, pass);
      if (t > 0) kernels.add(before, dx, B * statePanels * panel);
    }
    cell.addWeightGradient(x, dProduct, pass);
    if (weightHr > 0) {
      kernels.weight_gradient(weightHr + shift, this.unprojectedAt(1, B), dy, T, B, H, statePanels);
    }
    this.addBiasGradients(pass);
    if (normIh > 0) this.normalisedInputGradient(pass);
    input.addWeightGradient(weightIh + shift, this.inputGates(), T, B, this.panels);
  }

  inputGradient(dx: number, { T, B }: Pass): void {
    const { transposedIh, inputRows } = this.weights;
    const { panel } = this.kernels;
    const depth = this.panels * panel;
    this.kernels.project(dx, this.inputGates(), transposedIh, 0, 0, T, B, depth, panelsOf(inputRows, panel));
  }

  initialGradient({ B }: Pass): void {
    const { dx, carry } = this.buffers;
    if (this.cell.carriesH) this.kernels.add(dx, carry, B * this.statePanels * this.kernels.panel);
  }

  /** The gates' sums from the input, and all biases that do not wait for the recurrent product. */
  private inputProduct(input: LayerInput, { T, B }: Pass): void {
    const { weightIh, biasIh, biasHh, normIh, hiddenSize: H } = this.weights;
    const { cell, kernels, panels } = this;
    if (normIh === 0) {
      input.product(cell.z, weightIh, biasIh, cell.zRecurrent === cell.z ? biasHh : 0, T, B, panels);
      return;
    }
    const { normalIh, inverseIh } = this.steps;
    input.product(normalIh, weightIh, 0, 0, T, B, panels);
    const count = T * B * panels * kernels.panel;
    kernels.zero(cell.z, count);
    if (cell.zRecurrent !== cell.z) kernels.zero(cell.zRecurrent, count);
    kernels.normalise(cell.z, normalIh, inverseIh, normIh, biasIh, T, B, H, cell.gates);
  }

  /** The recurrent product of step t, normalised, into the gates' sums. */
  private normaliseProduct(x: number, t: number, B: number): void {
    const { weightHh, biasHh, normHh, hiddenSize: H, stateSize: S } = this.weights;
    const { normalHh, inverseHh } = this.steps;
    const { cell, kernels, panels } = this;
    const product = this.gatesAt(normalHh, t, B);
    kernels.project(product, this.stateAt(x, t, B), weightHh, 0, 0, 1, B, S, panels);
    const sums = this.gatesAt(cell.zRecurrent, t, B);
    kernels.normalise(sums, product, inverseHh + t * B * 4, normHh, biasHh, 1, B, H, cell.gates);
  }

  private normalisedGradient(t: number, B: number): void {
    const { normHh, hiddenSize: H } = this.weights;
    const { normalHh, inverseHh } = this.steps;
    const { cell, kernels } = this;
    const d = this.gatesAt(cell.zRecurrent, t, B);
    const product = this.gatesAt(normalHh, t, B);
    const dgain = normHh + this.buffers.gradientShift;
    kernels.normalise_backward(product, d, inverseHh + t * B * 4, normHh, dgain, 1, B, H, cell.gates);
  }

  private normalisedInputGradient({ T, B }: Pass): void {
    const { normIh, hiddenSize: H } = this.weights;
    const { normalIh, inverseIh } = this.steps;
    const dgain = normIh + this.buffers.gradientShift;
    this.kernels.normalise_backward(normalIh, this.cell.z, inverseIh, normIh, dgain, T, B, H, this.cell.gates);
  }

  private addBiasGradients({ T, B }: Pass): void {
    const { biasIh, biasHh } = this.weights;
    const { gradientShift: shift } = this.buffers;
    if (biasIh === 0) return;
    this.kernels.bias_gradient(biasIh + shift, 0, this.cell.z, T, B, this.panels);
    this.kernels.bias_gradient(biasHh + shift, 0, this.cell.zRecurrent, T, B, this.panels);
  }

  private unprojectedGradient(dh: number, B: number): number {
    const { transposedHr, hiddenSize: H } = this.weights;
    const { dUnprojected } = this.steps;
    const { panel } = this.kernels;
    const depth = this.statePanels * panel;
    this.kernels.project(dUnprojected, dh, transposedHr, 0, 0, 1, B, depth, panelsOf(H, panel));
    return dUnprojected;
  }

  /** What the recurrent weights multiply: h itself while nothing is dropped from it. */
  private operand({ dropoutKey }: Pass): number {
    return this.dropped > 0 && dropoutKey !== undefined ? this.steps.x : this.buffers.h;
  }

  private drop(y: number, x: number, { B, dropoutKey = 0, firstLane, lanes }: Pass): void {
    const key = dropoutKeyOf(dropoutKey, this.index);
    this.kernels.dropout(y, x, this.dropped, key, 1, B, this.weights.stateSize, firstLane, lanes);
  }

  private inputGates(): number {
    return this.weights.normIh > 0 ? this.steps.normalIh : this.cell.z;
  }

  private stateAt(sequence: number, t: number, B: number): number {
    return sequence + t * B * this.statePanels * this.kernels.panel * 4;
  }

  private gatesAt(sequence: number, t: number, B: number): number {
    return sequence + t * B * this.panels * this.kernels.panel * 4;
  }

  private unprojectedAt(t: number, B: number): number {
    return this.steps.unprojected + sequenceBytes(t, B, this.weights.hiddenSize, this.kernels.panel);
  }
}
