import type { Kernels } from '../compute/kernels.ts';
import type { GateRange } from './gateRanges.ts';
import { sequenceBytes, type LayerInput } from './layerInput.ts';
import type { LayerBuffers, LayerWeights, Pass, RecurrentLayer, StateSequence } from './recurrentLayer.ts';

/** Byte offsets of what one thread sees of one direction in a diagnosed pass, all 0 before it. */
export interface DiagnosisBuffers {
  /** Sums of squares of the gradient by h_t, as doubles. (T) */
  readonly squares: number;
  /** Of each gate its saturated values and all its values, as doubles. (G, 2) */
  readonly counts: number;
  /** The largest h of each unit, of relu units alone: 0 is what a dead one puts out. (H) */
  readonly maxima: number;
  /** The three as one, from `squares` on. */
  readonly floats: number;
}

/** One direction of a layer that looks at its gates and at the gradient of its states in passes that are diagnosed. */
export class DiagnosedLayer implements RecurrentLayer {
  readonly states: readonly StateSequence[];
  private readonly kernels: Kernels;
  private readonly layer: RecurrentLayer;
  private readonly weights: LayerWeights;
  private readonly buffers: LayerBuffers;
  private readonly diagnosis: DiagnosisBuffers;
  private readonly ranges: readonly GateRange[];
  private readonly isReversed: boolean;

  /** `ranges` of no gates: relu. `isReversed`: the layer reads every lane from its end. */
  constructor(
    kernels: Kernels,
    layer: RecurrentLayer,
    weights: LayerWeights,
    buffers: LayerBuffers,
    diagnosis: DiagnosisBuffers,
    ranges: readonly GateRange[],
    isReversed: boolean,
  ) {
    this.kernels = kernels;
    this.layer = layer;
    this.weights = weights;
    this.buffers = buffers;
    this.diagnosis = diagnosis;
    this.ranges = ranges;
    this.isReversed = isReversed;
    this.states = layer.states;
  }

  forward(input: LayerInput, pass: Pass): number {
    return this.layer.forward(input, pass);
  }

  backward(input: LayerInput, dy: number, pass: Pass): void {
    // The gates' values are about to become gradients, and dy only then the whole gradient of h.
    if (pass.isDiagnosed) this.lookAtUnits(pass);
    this.layer.backward(input, dy, pass);
    if (!pass.isDiagnosed) return;
    const { T, B, lengths } = pass;
    const { squares } = this.diagnosis;
    this.kernels.step_squares(squares, dy, lengths, T, B, this.weights.stateSize, this.isReversed ? 1 : 0);
  }

  inputGradient(dx: number, pass: Pass): void {
    this.layer.inputGradient(dx, pass);
  }

  initialGradient(pass: Pass): void {
    this.layer.initialGradient(pass);
  }

  private lookAtUnits({ T, B, lengths }: Pass): void {
    const { kernels, ranges } = this;
    const { hiddenSize: H } = this.weights;
    const { counts, maxima } = this.diagnosis;
    const h = this.buffers.h + sequenceBytes(1, B, H, kernels.panel);
    if (ranges.length === 0) kernels.unit_maxima(maxima, h, T, B, H);
    // The one gate of an Elman network is h itself; that of its z the sum before the activation.
    const gates = ranges.length === 1 ? h : this.buffers.z;
    ranges.forEach(({ low, high }, gate) => {
      kernels.count_outside(counts + gate * 16, gates, lengths, T, B, H, ranges.length, gate, low, high);
    });
  }
}
