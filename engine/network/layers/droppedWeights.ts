import { panelsOf, type Kernels } from '../../compute/kernels.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import { present, type CellWeights, type Pass, type RecurrentWeights } from '../cells/cell.ts';
import { dropoutKeyOf } from './dropoutKey.ts';
import type { LayerInput } from './layerInput.ts';
import type { LayerState, RecurrentLayer, WeightBuffers } from './recurrentLayer.ts';

/** The recurrent weights that a layer multiplies by in a pass: its parameters, or what is left of them. */
export class DroppableWeights implements RecurrentWeights {
  readonly biasHh: Offset | undefined;
  readonly normHh: Offset | undefined;
  weightHh: Offset;
  transposedHh: Offset;
  gradientHh: Offset;
  private readonly plain: RecurrentWeights;
  private readonly plainGradient: Offset;
  private readonly left: WeightBuffers;

  constructor(plain: RecurrentWeights, gradientShift: number, left: WeightBuffers) {
    this.plain = plain;
    this.plainGradient = shift(plain.weightHh, gradientShift);
    this.left = left;
    this.biasHh = plain.biasHh;
    this.normHh = plain.normHh;
    this.weightHh = plain.weightHh;
    this.transposedHh = plain.transposedHh;
    this.gradientHh = this.plainGradient;
  }

  /** Until the next call. */
  drop(isDropped: boolean): void {
    const { plain, left } = this;
    this.weightHh = isDropped ? left.weight : plain.weightHh;
    this.transposedHh = isDropped ? left.transposed : plain.transposedHh;
    this.gradientHh = isDropped ? left.gradient : this.plainGradient;
  }
}

/** What a direction of a layer whose recurrent weights are dropped is made of. */
interface DroppedParts {
  /** It multiplies by `droppable`. */
  readonly layer: RecurrentLayer;
  readonly droppable: DroppableWeights;
  readonly weights: CellWeights;
  readonly buffers: WeightBuffers;
  readonly gradientShift: number;
  readonly share: number;
  /** Tells the mask from those of others. */
  readonly mask: number;
}

/**
 * One direction of a layer that drops some of its recurrent weights in training, the same ones at all steps of a pass and
 * in all lanes, and lets the others grow (DropConnect: Wan et al. 2013; of recurrent weights: Merity et al. 2018).
 */
export class DroppedWeights implements RecurrentLayer {
  readonly states: readonly LayerState[];
  readonly byStep = undefined;
  private readonly kernels: Kernels;
  private readonly of: DroppedParts;
  private readonly weight: Offset;

  constructor(kernels: Kernels, of: DroppedParts) {
    this.kernels = kernels;
    this.of = of;
    this.weight = present(of.weights.recurrent, 'recurrent weights').weightHh;
    this.states = of.layer.states;
  }

  forward(input: LayerInput, pass: Pass): Offset {
    const { layer, droppable, weights, buffers } = this.of;
    droppable.drop(pass.dropoutKey !== undefined);
    if (pass.dropoutKey !== undefined) {
      const { gates, hiddenSize: H, stateSize: S } = weights;
      const { panel } = this.kernels;
      this.mask(buffers.weight, this.weight, pass.dropoutKey);
      const panels = gates * panelsOf(H, panel);
      this.kernels.transpose_weights(buffers.transposed, buffers.weight, S, panels, 0, panelsOf(S, panel));
    }
    return layer.forward(input, pass);
  }

  backward(input: LayerInput, dy: Offset, pass: Pass): void {
    const { layer, buffers, gradientShift } = this.of;
    const { gradient, count } = buffers;
    if (pass.dropoutKey !== undefined) this.kernels.zero(gradient, count);
    layer.backward(input, dy, pass);
    if (pass.dropoutKey === undefined) return;
    this.mask(gradient, gradient, pass.dropoutKey);
    this.kernels.add(shift(this.weight, gradientShift), gradient, count);
  }

  inputGradient(dx: Offset, pass: Pass): void {
    this.of.layer.inputGradient(dx, pass);
  }

  initialGradient(pass: Pass): void {
    this.of.layer.initialGradient(pass);
  }

  private mask(target: Offset, source: Offset, dropoutKey: number): void {
    const { share, mask, weights } = this.of;
    const { gates, hiddenSize: H, stateSize: S } = weights;
    this.kernels.drop_weights(target, source, share, dropoutKeyOf(dropoutKey, mask), S, H, gates);
  }
}
