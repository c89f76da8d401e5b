import { sequenceBytes, type Kernels } from '../../compute/kernels.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import type { CellBuffers, CellWeights, Pass } from '../cells/cell.ts';
import type { Gate } from '../cells/cellSpec.ts';
import { saturation } from '../cells/saturation.ts';
import type { LayerInput } from './layerInput.ts';
import type { DiagnosisBuffers, LayerState, LayerSteps, RecurrentLayer } from './recurrentLayer.ts';

/** What a diagnosed direction is made of. */
export interface Diagnosed {
  readonly layer: RecurrentLayer;
  readonly weights: CellWeights;
  readonly buffers: CellBuffers;
  readonly diagnosis: DiagnosisBuffers;
  readonly gates: readonly Gate[];
  /** The layer reads every lane from its end. */
  readonly isReversed: boolean;
}

/** One direction of a layer that looks at its gates and at the gradient of its states in passes that are diagnosed. */
export class DiagnosedLayer implements RecurrentLayer {
  readonly states: readonly LayerState[];
  readonly byStep: LayerSteps | undefined;
  private readonly kernels: Kernels;
  private readonly layer: RecurrentLayer;
  private readonly of: Diagnosed;

  constructor(kernels: Kernels, diagnosed: Diagnosed) {
    this.kernels = kernels;
    this.layer = diagnosed.layer;
    this.of = diagnosed;
    this.states = diagnosed.layer.states;
    const { byStep } = diagnosed.layer;
    this.byStep = byStep && {
      ...byStep,
      beginBack: (dy, pass) => {
        if (pass.isDiagnosed) this.lookAtUnits(pass);
        byStep.beginBack(dy, pass);
      },
      endBack: (input, dy, pass) => {
        byStep.endBack(input, dy, pass);
        if (pass.isDiagnosed) this.lookAtGradients(dy, pass);
      },
    };
  }

  forward(input: LayerInput, pass: Pass): Offset {
    return this.layer.forward(input, pass);
  }

  backward(input: LayerInput, dy: Offset, pass: Pass): void {
    // The gates' values are about to become gradients, and dy only then the whole gradient of h.
    if (pass.isDiagnosed) this.lookAtUnits(pass);
    this.layer.backward(input, dy, pass);
    if (pass.isDiagnosed) this.lookAtGradients(dy, pass);
  }

  inputGradient(dx: Offset, pass: Pass): void {
    this.layer.inputGradient(dx, pass);
  }

  initialGradient(pass: Pass): void {
    this.layer.initialGradient(pass);
  }

  private lookAtGradients(dy: Offset, { T, B, lengths }: Pass): void {
    const { diagnosis, weights, isReversed } = this.of;
    this.kernels.step_squares(diagnosis.squares, dy, lengths, T, B, weights.stateSize, isReversed ? 1 : 0);
  }

  private lookAtUnits({ T, B, lengths }: Pass): void {
    const { kernels } = this;
    const { weights, buffers, diagnosis, gates } = this.of;
    const { hiddenSize: H } = weights;
    const h = shift(buffers.h, sequenceBytes(1, B, H, kernels.panel));
    gates.forEach(({ activation, isState }, index) => {
      const range = saturation[activation];
      if (activation === 'relu' && isState) kernels.unit_maxima(diagnosis.maxima, h, T, B, H);
      if (!range) return;
      const [values, of, gate] = isState ? [h, 1, 0] : [buffers.z, gates.length, index];
      const counts = shift(diagnosis.counts, index * 16);
      kernels.count_outside(counts, values, lengths, T, B, H, of, gate, range.low, range.high);
    });
  }
}
