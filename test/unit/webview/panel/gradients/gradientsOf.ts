import type { GradientsEvent, LayerDiagnostics, TensorDiagnostics } from '../../../../../engine/protocol.ts';

/** A record of how gradients flow, with these layers and tensors. */
export const gradientsOf = (
  step: number,
  layers: readonly LayerDiagnostics[] = [],
  tensors: readonly TensorDiagnostics[] = [],
): GradientsEvent => ({
  event: 'gradients',
  epoch: 1,
  step,
  layers,
  tensors,
  clippedUpdates: 0,
  clippedValues: 0,
  verdicts: [{ kind: 'healthy', message: 'Gradients arrive.' }],
});
