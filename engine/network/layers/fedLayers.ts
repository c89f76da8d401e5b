import { activationCodes } from '../../compute/kernelFunctions.ts';
import { panelsOf, sequenceBytes, type Kernels } from '../../compute/kernels.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import type { Pass } from '../cells/cell.ts';
import { dropoutKeyOf } from './dropoutKey.ts';
import type { DenseInput, LayerInput } from './layerInput.ts';
import type { LayerSteps, RecurrentLayer } from './recurrentLayer.ts';
import type { FedBuffers, RecurBuffers, RecurPlan } from './recurPlan.ts';

/** What a stack of layers lends to those that drive it. */
export interface Driven {
  readonly layers: readonly RecurrentLayer[];
  readonly bottom: LayerInput;
  /** What layer l + 1 reads of all steps. */
  readonly above: readonly DenseInput[];
}

/**
 * A stack of layers whose bottom one reads at each step what an attention above put out at the step before: the
 * attention drives it, one step at a time (Luong et al. 2015, input feeding).
 */
export class FedLayers {
  private readonly kernels: Kernels;
  private readonly plan: RecurPlan;
  private readonly fed: NonNullable<RecurPlan['fed']>;
  private readonly buffers: RecurBuffers;
  private readonly own: FedBuffers;
  private readonly of: Driven;
  private readonly steps: readonly LayerSteps[];
  /** Panels of the bottom layer's gates. */
  private readonly gatePanels: number;

  constructor(
    kernels: Kernels,
    plan: RecurPlan,
    buffers: RecurBuffers,
    fed: NonNullable<RecurPlan['fed']>,
    of: Driven,
  ) {
    const [bottom] = plan.layers;
    const [weights] = bottom?.weights ?? [];
    if (!buffers.fed || !bottom || !weights) throw new Error('The layers have no buffers to be fed.');
    this.kernels = kernels;
    this.plan = plan;
    this.fed = fed;
    this.buffers = buffers;
    this.own = buffers.fed;
    this.of = of;
    this.gatePanels = weights.gates * panelsOf(bottom.hiddenSize, kernels.panel);
    this.steps = of.layers.map(({ byStep }) => {
      if (!byStep) throw new Error('A layer that is fed goes step by step.');
      return byStep;
    });
  }

  /** Before the first step: all that there is to read but what is fed. */
  begin(pass: Pass): void {
    this.steps[0]?.begin(this.of.bottom, pass);
    this.of.layers.forEach((layer, index) => {
      const [h] = layer.states;
      const { sum, dropped } = this.buffers.layers[index] ?? {};
      const isDropped = dropped !== undefined && pass.dropoutKey !== undefined;
      const output = isDropped ? dropped : (sum ?? (h && shift(h.offset, this.bytesOf(h.size, 1, pass))));
      if (output !== undefined) this.of.above[index]?.moveTo(output);
    });
  }

  /** Step t, `fed` (B, size) being what the attention put out at the step before, zeros at the first. */
  forward(fed: Offset, t: number, pass: Pass): void {
    const { kernels } = this;
    const { product } = this.own;
    const { size, weight } = this.fed;
    kernels.project(product, fed, weight, undefined, undefined, 1, pass.B, size, this.gatePanels);
    let x: Offset | undefined;
    this.steps.forEach((layer, index) => {
      if (x === undefined) layer.add(product, t, pass);
      else layer.take(x, t, pass);
      x = this.outputOf(index, layer.forward(t, pass), x, t, pass);
    });
  }

  /** Before the last step: no gradients yet. */
  beginBack(pass: Pass): void {
    this.steps.forEach((layer, index) => {
      const dy = this.gradient(index);
      this.kernels.zero(dy, this.bytesOf(this.rowsOf(index), pass.T, pass) / 4);
      layer.beginBack(dy, pass);
    });
  }

  /** Goes back through step t, from the gradient of its outputs, what comes back to the states left out. d (B, width) */
  backward(d: Offset, t: number, pass: Pass): void {
    const { kernels } = this;
    let given = d;
    for (let index = this.steps.length - 1; index >= 0; index--) {
      const layer = this.steps[index];
      const dy = this.gradient(index);
      const count = this.bytesOf(this.rowsOf(index), 1, pass) / 4;
      kernels.add(this.at(dy, this.rowsOf(index), t, pass), given, count);
      layer?.backward(dy, t, pass);
      if (index === 0) return;
      const below = this.own.below[index % 2 === 0 ? 0 : 1];
      layer?.inputGradient(below, t, pass);
      // What goes past a layer.
      if (this.buffers.layers[index]?.sum !== undefined) kernels.add(below, given, count);
      this.drop(below, below, index - 1, t, pass);
      given = below;
    }
  }

  /** After `backward` of step t: that of what was fed to it. d (B, size) */
  fedGradient(d: Offset, t: number, pass: Pass): void {
    const gates = this.steps[0]?.gatesGradient(t, pass);
    if (gates === undefined) return;
    const { panel } = this.kernels;
    const { transposed, size } = this.fed;
    const depth = this.gatePanels * panel;
    this.kernels.project(d, gates, transposed, undefined, undefined, 1, pass.B, depth, panelsOf(size, panel));
  }

  /** After the first step: adds to the parameters' gradients. `fed` (T, B, size) is what was fed to all steps. */
  endBack(fed: Offset, pass: Pass): void {
    const { kernels } = this;
    this.steps.forEach((layer, index) => {
      layer.endBack(this.of.above[index - 1] ?? this.of.bottom, this.gradient(index), pass);
    });
    const gates = this.steps[0]?.gatesGradient(0, pass);
    if (gates === undefined) return;
    const gradient = shift(this.fed.weight, this.buffers.gradientShift);
    kernels.weight_gradient(gradient, fed, gates, pass.T, pass.B, this.fed.size, this.gatePanels);
  }

  /** After `endBack`: that of all that is read but what is fed. */
  inputGradient(below: Offset, pass: Pass): void {
    this.of.layers[0]?.inputGradient(below, pass);
  }

  /** What goes on from a layer at step t. */
  private outputOf(index: number, output: Offset, input: Offset | undefined, t: number, pass: Pass): Offset {
    const { kernels } = this;
    const { sum, dropped } = this.buffers.layers[index] ?? {};
    const rows = this.rowsOf(index);
    let out = output;
    if (sum !== undefined && input !== undefined) {
      out = this.at(sum, rows, t, pass);
      const count = this.bytesOf(rows, 1, pass) / 4;
      kernels.elementwise(out, output, count, activationCodes.none);
      kernels.add(out, input, count);
    }
    if (dropped === undefined || pass.dropoutKey === undefined) return out;
    const kept = this.at(dropped, rows, t, pass);
    this.drop(kept, out, index, t, pass);
    return kept;
  }

  /** Between the layers; each step has a mask of its own, unless one is for all. */
  private drop(y: Offset, x: Offset, index: number, t: number, { B, dropoutKey, firstLane, lanes }: Pass): void {
    const isDropped = this.buffers.layers[index]?.dropped !== undefined;
    if (!isDropped || dropoutKey === undefined) return;
    const { spec, firstMask } = this.plan;
    const ofLayer = dropoutKeyOf(dropoutKey, firstMask + index);
    const key = spec.isLocked ? ofLayer : dropoutKeyOf(ofLayer, t);
    this.kernels.dropout(y, x, spec.dropout, key, 1, B, this.rowsOf(index), firstLane, lanes);
  }

  private gradient(index: number): Offset {
    const gradient = this.own.gradients[index];
    if (gradient === undefined) throw new Error(`There is no layer ${index} to be fed.`);
    return gradient;
  }

  private at(sequence: Offset, columns: number, t: number, pass: Pass): Offset {
    return shift(sequence, this.bytesOf(columns, t, pass));
  }

  private bytesOf(columns: number, steps: number, { B }: Pass): number {
    return sequenceBytes(steps, B, columns, this.kernels.panel);
  }

  private rowsOf(index: number): number {
    return this.plan.layers[index]?.outputRows ?? 0;
  }
}
