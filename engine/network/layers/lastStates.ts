import { activationCodes } from '../../compute/kernelFunctions.ts';
import { sequenceBytes, type Kernels } from '../../compute/kernels.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import type { Pass, StateSequence } from '../cells/cell.ts';
import type { LayerBuffers, LayerState } from './recurrentLayer.ts';

/** A cell's states with the gradients that come back to their last values. */
export const withLastGradients = (
  states: readonly StateSequence[],
  { lastGradients }: LayerBuffers,
): readonly LayerState[] => states.map((state) => ({ ...state, lastGradient: lastGradients?.[state.name] }));

/**
 * Before a cell goes back, once its carry is zero: what comes back to the last states. That of h is a part of the gradient
 * of the last step's output: lanes that have ended pass it on to their own end. Others are what the cell carries.
 */
export const beginFromLast = (
  kernels: Kernels,
  states: readonly LayerState[],
  dy: Offset,
  { T, B }: Pick<Pass, 'T' | 'B'>,
): void => {
  for (const { name, size, gradient, lastGradient } of states) {
    if (lastGradient === undefined) continue;
    const count = sequenceBytes(1, B, size, kernels.panel) / 4;
    if (name === 'h') kernels.add(shift(dy, sequenceBytes(T - 1, B, size, kernels.panel)), lastGradient, count);
    else kernels.elementwise(gradient, lastGradient, count, activationCodes.none);
  }
};
