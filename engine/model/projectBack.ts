import { panelsOf, type Kernels } from '../compute/kernels.ts';
import type { LayerBuffers, LayerWeights } from './recurrentLayer.ts';

/** Writes the gradient of what the recurrent weights multiplied at a step into `dx`, and returns that offset. */
export const projectBack = (
  kernels: Kernels,
  { transposedHh, hiddenSize, stateSize }: LayerWeights,
  { dx }: LayerBuffers,
  dProduct: number,
  gates: number,
  B: number,
): number => {
  const { panel } = kernels;
  const depth = gates * panelsOf(hiddenSize, panel) * panel;
  kernels.project(dx, dProduct, transposedHh, 0, 0, 1, B, depth, panelsOf(stateSize, panel));
  return dx;
};
