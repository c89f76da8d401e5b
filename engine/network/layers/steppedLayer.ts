import { panelsOf, sequenceBytes, type Kernels } from '../../compute/kernels.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import {
  present,
  type Cell,
  type CellWeights,
  type Pass,
  type Recurrence,
  type RecurrentWeights,
} from '../cells/cell.ts';
import { dropoutKeyOf } from './dropoutKey.ts';
import { beginFromLast, withLastGradients } from './lastStates.ts';
import type { LayerInput } from './layerInput.ts';
import type {
  LayerBuffers,
  LayerState,
  LayerSteps,
  NormalBuffers,
  RecurrentLayer,
  StepBuffers,
} from './recurrentLayer.ts';

/** What normalises the two products: gains and buffers. */
interface Norm extends NormalBuffers {
  readonly gainIh: Offset;
  readonly gainHh: Offset;
}

/**
 * A layer that does more at each step than its cell's kernel: it drops units of the state on their way to the next
 * step (the same ones at all steps: Gal and Ghahramani 2016), normalises both products (Ba, Kiros and Hinton 2016,
 * without the cell state's), or projects h (Sak, Senior and Beaufays 2014).
 */
export class SteppedLayer implements RecurrentLayer {
  readonly states: readonly LayerState[];
  readonly byStep: LayerSteps;
  private readonly kernels: Kernels;
  private readonly cell: Cell;
  private readonly recurrence: Recurrence;
  private readonly weights: CellWeights;
  private readonly recurrent: RecurrentWeights;
  private readonly buffers: LayerBuffers;
  private readonly steps: StepBuffers;
  private readonly norm: Norm | undefined;
  private readonly panels: number;
  private readonly statePanels: number;
  private readonly dropped: number;
  private readonly index: number;

  /** `dropped` is the share of the state to drop; `index` tells the layer's masks from those of others. */
  constructor(
    kernels: Kernels,
    cell: Cell,
    weights: CellWeights,
    buffers: LayerBuffers,
    dropped: number,
    index: number,
  ) {
    this.kernels = kernels;
    this.cell = cell;
    this.recurrence = present(cell.recurrence, 'recurrent product to go step by step for');
    this.weights = weights;
    this.recurrent = present(weights.recurrent, 'recurrent weights');
    this.buffers = buffers;
    this.steps = present(buffers.steps, 'buffers for single steps');
    this.norm = normOf(weights, this.steps);
    this.panels = weights.gates * panelsOf(weights.hiddenSize, kernels.panel);
    this.statePanels = panelsOf(weights.stateSize, kernels.panel);
    this.dropped = dropped;
    this.index = index;
    this.states = withLastGradients(cell.states, buffers);
    this.byStep = {
      begin: (input, pass) => {
        this.inputProduct(input, pass);
      },
      take: (x, t, pass) => {
        this.takeStep(x, t, pass);
      },
      add: (product, t, { B }) => {
        kernels.add(this.gatesAt(cell.z, t, B), product, B * this.panels * kernels.panel);
      },
      forward: (t, pass) => {
        this.step(this.operand(pass), t, pass);
        return this.stateAt(buffers.h, t + 1, pass.B);
      },
      beginBack: (dy, pass) => {
        this.beginBack(dy, pass);
      },
      backward: (dy, t, pass) => {
        this.stepBack(dy, t, pass);
      },
      gatesGradient: (t, { B }) => this.gatesAt(cell.z, t, B),
      inputGradient: (dx, t, { B }) => {
        this.projectInput(dx, this.gatesAt(cell.z, t, B), 1, B);
      },
      endBack: (input, dy, pass) => {
        this.endBack(input, dy, pass);
      },
    };
  }

  forward(input: LayerInput, pass: Pass): Offset {
    this.inputProduct(input, pass);
    const x = this.operand(pass);
    for (let t = 0; t < pass.T; t++) this.step(x, t, pass);
    return this.stateAt(this.buffers.h, 1, pass.B);
  }

  backward(input: LayerInput, dy: Offset, pass: Pass): void {
    this.beginBack(dy, pass);
    for (let t = pass.T - 1; t >= 0; t--) this.stepBack(dy, t, pass);
    this.endBack(input, dy, pass);
  }

  inputGradient(dx: Offset, { T, B }: Pass): void {
    this.projectInput(dx, this.inputGates(), T, B);
  }

  private projectInput(dx: Offset, gates: Offset, T: number, B: number): void {
    const { transposedIh, inputRows } = this.weights;
    const { panel } = this.kernels;
    const wT = present(transposedIh, 'transposed input weight');
    const depth = this.panels * panel;
    this.kernels.project(dx, gates, wT, undefined, undefined, T, B, depth, panelsOf(inputRows, panel));
  }

  /** `x` is what the recurrent weights multiply. (T, B, S) */
  private step(x: Offset, t: number, pass: Pass): void {
    const { B } = pass;
    const { h } = this.buffers;
    const { norm } = this;
    if (x !== h) this.drop(this.stateAt(x, t, B), this.stateAt(h, t, B), pass);
    if (norm) this.normaliseProduct(norm, x, t, B);
    this.cell.forward(x, t, 1, norm !== undefined, pass);
    this.project(t, pass);
  }

  private beginBack(dy: Offset, pass: Pass): void {
    const { kernels } = this;
    kernels.zero(this.buffers.carry, sequenceBytes(1, pass.B, this.weights.hiddenSize, kernels.panel) / 4);
    beginFromLast(kernels, this.states, dy, pass);
  }

  private stepBack(dy: Offset, t: number, pass: Pass): void {
    const { B, lengths } = pass;
    const { dx } = this.buffers;
    const { kernels, recurrence, norm, statePanels } = this;
    const x = this.operand(pass);
    const dh = this.stateAt(dy, t, B);
    const before = this.stateAt(dy, t - 1, B);
    if (lengths !== undefined && t > 0) kernels.pass_lanes(before, dh, lengths, t, B, statePanels);
    this.cell.backward(x, this.unprojectedGradient(dh, B), t, 1, pass);
    if (norm) this.normalisedGradient(norm, t, B);
    recurrence.operandGradient(this.gatesAt(this.productGradient(), t, B), pass);
    if (x !== this.buffers.h) this.drop(dx, dx, pass);
    if (t > 0) kernels.add(before, dx, B * statePanels * kernels.panel);
  }

  private endBack(input: LayerInput, dy: Offset, pass: Pass): void {
    const { norm } = this;
    this.recurrence.addWeightGradient(this.operand(pass), this.productGradient(), pass);
    this.addProjectionGradient(dy, pass);
    this.addBiasGradients(pass);
    if (norm) this.normalisedInputGradient(norm, pass);
    const gradient = shift(this.weights.weightIh, this.buffers.gradientShift);
    input.addWeightGradient(gradient, this.inputGates(), pass.T, pass.B, this.panels);
  }

  /** After `backward` of a step: that of the recurrent product. (T, B, G*H) */
  private productGradient(): Offset {
    return this.norm?.normalHh ?? this.recurrence.sums;
  }

  /** The gates' sums of one step from its input (B, inputs), as `inputProduct` has them of all. */
  private takeStep(x: Offset, t: number, { B }: Pass): void {
    const { weightIh, biasIh, inputRows } = this.weights;
    const { cell, kernels, panels, recurrence } = this;
    if (this.norm) throw new Error('Products that are normalised are made of all steps at once.');
    const second = recurrence.sums === cell.z ? this.recurrent.biasHh : undefined;
    kernels.project(this.gatesAt(cell.z, t, B), x, weightIh, biasIh, second, 1, B, inputRows, panels);
  }

  initialGradient({ B }: Pass): void {
    const { dx, carry } = this.buffers;
    if (this.cell.carriesH) this.kernels.add(dx, carry, B * this.statePanels * this.kernels.panel);
  }

  /** The gates' sums from the input, and all biases that do not wait for the recurrent product. */
  private inputProduct(input: LayerInput, { T, B }: Pass): void {
    const { weightIh, biasIh, gates, hiddenSize: H } = this.weights;
    const { cell, kernels, panels, norm, recurrence } = this;
    const isSplit = recurrence.sums !== cell.z;
    if (!norm) {
      input.product(cell.z, weightIh, biasIh, isSplit ? undefined : this.recurrent.biasHh, T, B, panels);
      return;
    }
    input.product(norm.normalIh, weightIh, undefined, undefined, T, B, panels);
    const count = T * B * panels * kernels.panel;
    kernels.zero(cell.z, count);
    if (isSplit) kernels.zero(recurrence.sums, count);
    kernels.normalise(cell.z, norm.normalIh, norm.inverseIh, norm.gainIh, biasIh, T, B, H, gates);
  }

  /** The recurrent product of step t, normalised, into the gates' sums. */
  private normaliseProduct({ normalHh, inverseHh, gainHh }: Norm, x: Offset, t: number, B: number): void {
    const { gates, hiddenSize: H, stateSize: S } = this.weights;
    const { weightHh, biasHh } = this.recurrent;
    const { recurrence, kernels, panels } = this;
    const product = this.gatesAt(normalHh, t, B);
    kernels.project(product, this.stateAt(x, t, B), weightHh, undefined, undefined, 1, B, S, panels);
    const sums = this.gatesAt(recurrence.sums, t, B);
    kernels.normalise(sums, product, shift(inverseHh, t * B * 4), gainHh, biasHh, 1, B, H, gates);
  }

  /** h after step t from what the cell has put out, where it is projected. */
  private project(t: number, { B, lengths }: Pass): void {
    const { projection, hiddenSize: H } = this.weights;
    const { h } = this.buffers;
    const { kernels, statePanels } = this;
    if (!projection) return;
    const after = this.stateAt(h, t + 1, B);
    const full = this.unprojectedAt(t + 1, B);
    kernels.project(after, full, projection.weightHr, undefined, undefined, 1, B, H, statePanels);
    if (lengths !== undefined) kernels.hold_lanes(after, this.stateAt(h, t, B), lengths, t, B, statePanels);
  }

  private normalisedGradient({ normalHh, inverseHh, gainHh }: Norm, t: number, B: number): void {
    const { gates, hiddenSize: H } = this.weights;
    const { recurrence, kernels } = this;
    const d = this.gatesAt(recurrence.sums, t, B);
    const product = this.gatesAt(normalHh, t, B);
    const dgain = shift(gainHh, this.buffers.gradientShift);
    kernels.normalise_backward(product, d, shift(inverseHh, t * B * 4), gainHh, dgain, 1, B, H, gates);
  }

  private normalisedInputGradient({ normalIh, inverseIh, gainIh }: Norm, { T, B }: Pass): void {
    const { gates, hiddenSize: H } = this.weights;
    const dgain = shift(gainIh, this.buffers.gradientShift);
    this.kernels.normalise_backward(normalIh, this.cell.z, inverseIh, gainIh, dgain, T, B, H, gates);
  }

  private addProjectionGradient(dy: Offset, { T, B }: Pass): void {
    const { projection, hiddenSize: H } = this.weights;
    if (!projection) return;
    const gradient = shift(projection.weightHr, this.buffers.gradientShift);
    this.kernels.weight_gradient(gradient, this.unprojectedAt(1, B), dy, T, B, H, this.statePanels);
  }

  private addBiasGradients({ T, B }: Pass): void {
    const { biasIh } = this.weights;
    const { biasHh } = this.recurrent;
    const { gradientShift } = this.buffers;
    const { kernels, cell, recurrence, panels } = this;
    if (biasIh !== undefined) kernels.bias_gradient(shift(biasIh, gradientShift), undefined, cell.z, T, B, panels);
    if (biasHh === undefined) return;
    kernels.bias_gradient(shift(biasHh, gradientShift), undefined, recurrence.sums, T, B, panels);
  }

  /** The gradient of what the cell has put out, from that of h at the step. */
  private unprojectedGradient(dh: Offset, B: number): Offset {
    const { projection, hiddenSize: H } = this.weights;
    if (!projection) return dh;
    const { panel } = this.kernels;
    const d = present(this.steps.dUnprojected, 'buffer for the gradient before the projection');
    const depth = this.statePanels * panel;
    this.kernels.project(d, dh, projection.transposedHr, undefined, undefined, 1, B, depth, panelsOf(H, panel));
    return d;
  }

  /** What the recurrent weights multiply: h itself while nothing is dropped from it. */
  private operand({ dropoutKey }: Pass): Offset {
    const isDropped = this.dropped > 0 && dropoutKey !== undefined;
    return isDropped ? present(this.steps.x, 'buffer for what is left of the state') : this.buffers.h;
  }

  private drop(y: Offset, x: Offset, { B, dropoutKey = 0, firstLane, lanes }: Pass): void {
    const key = dropoutKeyOf(dropoutKey, this.index);
    this.kernels.dropout(y, x, this.dropped, key, 1, B, this.weights.stateSize, firstLane, lanes);
  }

  private inputGates(): Offset {
    return this.norm?.normalIh ?? this.cell.z;
  }

  private stateAt(sequence: Offset, t: number, B: number): Offset {
    return shift(sequence, t * B * this.statePanels * this.kernels.panel * 4);
  }

  private gatesAt(sequence: Offset, t: number, B: number): Offset {
    return shift(sequence, t * B * this.panels * this.kernels.panel * 4);
  }

  private unprojectedAt(t: number, B: number): Offset {
    const unprojected = present(this.buffers.unprojected, 'buffer for h before its projection');
    return shift(unprojected, sequenceBytes(t, B, this.weights.hiddenSize, this.kernels.panel));
  }
}

const normOf = ({ normIh: gainIh, recurrent }: CellWeights, { normal }: StepBuffers): Norm | undefined => {
  const gainHh = recurrent?.normHh;
  if (gainIh === undefined || gainHh === undefined || !normal) return undefined;
  return { ...normal, gainIh, gainHh };
};
