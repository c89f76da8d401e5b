import { panelsOf, type Kernels } from '../../compute/kernels.ts';
import type { Offset } from '../../compute/offset.ts';
import { present, type CellBuffers, type CellWeights } from './cell.ts';

/** Writes the gradient of what the recurrent weights multiplied at a step into `dx`, and returns that offset. */
export const projectBack = (
  kernels: Kernels,
  { recurrent, gates, hiddenSize, stateSize }: CellWeights,
  { dx }: CellBuffers,
  dProduct: Offset,
  B: number,
): Offset => {
  const { panel } = kernels;
  const { transposedHh } = present(recurrent, 'recurrent weights');
  const depth = gates * panelsOf(hiddenSize, panel) * panel;
  kernels.project(dx, dProduct, transposedHh, undefined, undefined, 1, B, depth, panelsOf(stateSize, panel));
  return dx;
};
