import type { Pass, StateSequence } from './recurrentLayer.ts';

/**
 * The arithmetic of a recurrent cell, over a stretch of steps at once. Offsets of sequences are those of their whole,
 * from step 0 on. x (T, B, S) is what the recurrent weights multiply: h itself or made from it.
 */
export interface Cell {
  readonly gates: number;
  readonly states: readonly StateSequence[];
  /** The gates' sums, after `backward` their gradient. (T, B, G*H) */
  readonly z: number;
  /** Of the recurrent product: z, but for a gru that resets after it. */
  readonly zRecurrent: number;
  /** `isProductIn`: the recurrent product with its bias is in `zRecurrent` already. */
  forward(x: number, first: number, T: number, isProductIn: boolean, pass: Pass): void;
  /** dy is that of step `first`. Through the T steps x has to be h. */
  backward(x: number, dy: number, first: number, T: number, pass: Pass): void;
  /** Adds to the recurrent weights' gradient, from the gradient of their product with x. */
  addWeightGradient(x: number, dProduct: number, pass: Pass): void;
  /**
   * Offset of the gradient of x (B, S) at `step`, from that of its product (B, G*H) there. `backward` must have ended
   * at that step.
   */
  operandGradient(dProduct: number, pass: Pass): number;
  /** Whether the initial h has a gradient besides the one through x: `carry`. */
  readonly carriesH: boolean;
}
