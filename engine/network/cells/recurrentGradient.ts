import { shift, type Offset } from '../../compute/offset.ts';
import type { CellBuffers, RecurrentWeights } from './cell.ts';

/** Where a cell adds the gradient of its recurrent weight. */
export const recurrentGradient = (
  { weightHh, gradientHh }: RecurrentWeights,
  { gradientShift }: Pick<CellBuffers, 'gradientShift'>,
): Offset => gradientHh ?? shift(weightHh, gradientShift);
