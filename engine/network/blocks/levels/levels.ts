import { shift, type Offset } from '../../../compute/offset.ts';

/** Gains and biases of normalised columns, one each. */
export interface Affine {
  readonly gain: Offset;
  readonly bias: Offset;
}

/** The levels and spreads (2, B) of one of the normalised columns. */
export const levelsAt = (levels: Offset, index: number, B: number): Offset => shift(levels, index * 2 * B * 4);
