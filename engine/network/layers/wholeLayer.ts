import { panelsOf, sequenceBytes, type Kernels } from '../../compute/kernels.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import { present, type Cell, type CellWeights, type Pass } from '../cells/cell.ts';
import { beginFromLast, withLastGradients } from './lastStates.ts';
import type { LayerInput } from './layerInput.ts';
import type { LayerBuffers, LayerState, RecurrentLayer } from './recurrentLayer.ts';

/** A layer whose cell runs over all steps in one kernel call. */
export class WholeLayer implements RecurrentLayer {
  readonly states: readonly LayerState[];
  readonly byStep = undefined;
  private readonly kernels: Kernels;
  private readonly cell: Cell;
  private readonly weights: CellWeights;
  private readonly buffers: LayerBuffers;
  private readonly panels: number;
  /** Whether the recurrent product has sums of its own: then its bias is not the input's. */
  private readonly isSplit: boolean;

  constructor(kernels: Kernels, cell: Cell, weights: CellWeights, buffers: LayerBuffers) {
    this.kernels = kernels;
    this.cell = cell;
    this.weights = weights;
    this.buffers = buffers;
    this.panels = weights.gates * panelsOf(weights.hiddenSize, kernels.panel);
    this.isSplit = cell.recurrence !== undefined && cell.recurrence.sums !== cell.z;
    this.states = withLastGradients(cell.states, buffers);
  }

  forward(input: LayerInput, pass: Pass): Offset {
    const { weightIh, biasIh, recurrent, stateSize } = this.weights;
    const { h } = this.buffers;
    const { cell, isSplit } = this;
    input.product(cell.z, weightIh, biasIh, isSplit ? undefined : recurrent?.biasHh, pass.T, pass.B, this.panels);
    cell.forward(h, 0, pass.T, false, pass);
    return shift(h, sequenceBytes(1, pass.B, stateSize, this.kernels.panel));
  }

  backward(input: LayerInput, dy: Offset, pass: Pass): void {
    const { T, B } = pass;
    const { weightIh, hiddenSize } = this.weights;
    const { h, carry, gradientShift } = this.buffers;
    const { cell, kernels, panels } = this;
    kernels.zero(carry, sequenceBytes(1, B, hiddenSize, kernels.panel) / 4);
    beginFromLast(kernels, this.states, dy, pass);
    cell.backward(h, dy, 0, T, pass);
    cell.recurrence?.addWeightGradient(h, cell.recurrence.sums, pass);
    this.addBiasGradients(pass);
    input.addWeightGradient(shift(weightIh, gradientShift), cell.z, T, B, panels);
  }

  inputGradient(dx: Offset, { T, B }: Pass): void {
    const { transposedIh, inputRows } = this.weights;
    const { panel } = this.kernels;
    const wT = present(transposedIh, 'transposed input weight');
    const depth = this.panels * panel;
    this.kernels.project(dx, this.cell.z, wT, undefined, undefined, T, B, depth, panelsOf(inputRows, panel));
  }

  initialGradient(pass: Pass): void {
    const { recurrence, carriesH } = this.cell;
    if (!recurrence) return;
    const dh0 = recurrence.operandGradient(recurrence.sums, pass);
    const count = sequenceBytes(1, pass.B, this.weights.stateSize, this.kernels.panel) / 4;
    if (carriesH) this.kernels.add(dh0, this.buffers.carry, count);
  }

  private addBiasGradients({ T, B }: Pass): void {
    const { biasIh, recurrent } = this.weights;
    if (biasIh === undefined) return;
    const { kernels, cell, panels, isSplit } = this;
    const { gradientShift } = this.buffers;
    const second = recurrent?.biasHh === undefined ? undefined : shift(recurrent.biasHh, gradientShift);
    kernels.bias_gradient(shift(biasIh, gradientShift), isSplit ? undefined : second, cell.z, T, B, panels);
    if (second === undefined || !isSplit || !cell.recurrence) return;
    kernels.bias_gradient(second, undefined, cell.recurrence.sums, T, B, panels);
  }
}
