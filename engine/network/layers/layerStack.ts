import { activationCodes } from '../../compute/kernelFunctions.ts';
import { panelsOf, sequenceBytes, type Kernels } from '../../compute/kernels.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import type { Block, BlockParts } from '../blocks/block.ts';
import type { Pass, StateSequence } from '../cells/cell.ts';
import { dropoutKeyOf } from './dropoutKey.ts';
import { FedLayers } from './fedLayers.ts';
import { DenseInput, type LayerInput } from './layerInput.ts';
import { makeLayer } from './makeLayer.ts';
import type { RecurrentLayer } from './recurrentLayer.ts';
import type { RecurBuffers, RecurPlan } from './recurPlan.ts';

/** One thread's recurrent layers from the bottom up, with dropout between them. */
export class LayerStack implements Block {
  readonly layers: readonly RecurrentLayer[];
  readonly states: readonly StateSequence[];
  readonly output: DenseInput;
  /** Where an attention above drives the layers: then it is who goes through the steps. */
  readonly fed: FedLayers | undefined;
  private readonly kernels: Kernels;
  private readonly plan: RecurPlan;
  private readonly buffers: RecurBuffers;
  private readonly bottom: LayerInput;
  /** What layer l + 1 reads; the last is the output. */
  private readonly above: readonly DenseInput[];

  constructor({ kernels, plan, buffers, input }: BlockParts<RecurPlan, RecurBuffers>) {
    this.kernels = kernels;
    this.plan = plan;
    this.buffers = buffers;
    this.bottom = input;
    this.layers = plan.layers.map((_, index) => makeLayer(kernels, plan, buffers, index));
    this.above = plan.layers.map(({ outputRows }) => new DenseInput(kernels, undefined, outputRows));
    this.states = this.layers.flatMap((layer) => layer.states);
    const output = this.above.at(-1);
    if (!output) throw new Error('A network has at least one layer.');
    this.output = output;
    const { layers, above } = this;
    this.fed = plan.fed && new FedLayers(kernels, plan, buffers, plan.fed, { layers, above, bottom: input });
  }

  forward(pass: Pass): void {
    if (this.fed) {
      this.fed.begin(pass);
      return;
    }
    const { dropout, isLocked = false } = this.plan.spec;
    const { T, B, dropoutKey, firstLane } = pass;
    const lanes = isLocked ? 0 : pass.lanes;
    this.layers.forEach((layer, index) => {
      const input = this.inputOf(index);
      let output = this.addResidual(layer.forward(input, pass), input, index, pass);
      const { dropped } = this.buffers.layers[index] ?? {};
      if (dropped !== undefined && dropoutKey !== undefined) {
        const key = this.maskKey(dropoutKey, index);
        this.kernels.dropout(dropped, output, dropout, key, T, B, this.rowsOf(index), firstLane, lanes);
        output = dropped;
      }
      this.above[index]?.moveTo(output);
    });
  }

  gradientAt(): Offset {
    return this.buffers.dy;
  }

  backward(pass: Pass, isFirst: boolean, below: Offset | undefined): void {
    if (this.fed) {
      if (below !== undefined) this.fed.inputGradient(below, pass);
      return;
    }
    const { dropout, isLocked = false } = this.plan.spec;
    const { dy, layers } = this.buffers;
    const { T, B, dropoutKey, firstLane } = pass;
    const lanes = isLocked ? 0 : pass.lanes;
    for (let index = this.layers.length - 1; index >= 0; index--) {
      const layer = this.layers[index];
      if (!layer) continue;
      const residual = this.keepResidualGradient(index, pass);
      layer.backward(this.inputOf(index), dy, pass);
      if (isFirst) this.addInitialGradient(layer, pass);
      if (index === 0) {
        if (below !== undefined) layer.inputGradient(below, pass);
        continue;
      }
      layer.inputGradient(dy, pass);
      if (residual !== undefined) this.kernels.add(dy, residual, this.countOf(index, pass));
      if (layers[index - 1]?.dropped !== undefined && dropoutKey !== undefined) {
        const key = this.maskKey(dropoutKey, index - 1);
        this.kernels.dropout(dy, dy, dropout, key, T, B, this.rowsOf(index - 1), firstLane, lanes);
      }
    }
  }

  private addInitialGradient(layer: RecurrentLayer, pass: Pass): void {
    if (layer.states.every(({ learned }) => learned === undefined)) return;
    layer.initialGradient(pass);
    for (const { learned, gradient, size } of layer.states) {
      if (learned === undefined) continue;
      const target = shift(learned, this.buffers.gradientShift);
      this.kernels.bias_gradient(target, undefined, gradient, 1, pass.B, panelsOf(size, this.kernels.panel));
    }
  }

  private addResidual(output: Offset, input: LayerInput, index: number, pass: Pass): Offset {
    const { sum } = this.buffers.layers[index] ?? {};
    if (sum === undefined || !(input instanceof DenseInput)) return output;
    const count = this.countOf(index, pass);
    this.kernels.elementwise(sum, output, count, activationCodes.none);
    this.kernels.add(sum, input.offset, count);
    return sum;
  }

  /** A copy of the gradient that goes past the layer, where one does. */
  private keepResidualGradient(index: number, pass: Pass): Offset | undefined {
    const { residual, dy, layers } = this.buffers;
    if (layers[index]?.sum === undefined || residual === undefined) return undefined;
    this.kernels.elementwise(residual, dy, this.countOf(index, pass), activationCodes.none);
    return residual;
  }

  private maskKey(dropoutKey: number, index: number): number {
    return dropoutKeyOf(dropoutKey, this.plan.firstMask + index);
  }

  private countOf(index: number, { T, B }: Pass): number {
    return sequenceBytes(T, B, this.rowsOf(index), this.kernels.panel) / 4;
  }

  private rowsOf(index: number): number {
    return this.plan.layers[index]?.outputRows ?? 0;
  }

  private inputOf(index: number): LayerInput {
    return this.above[index - 1] ?? this.bottom;
  }
}
