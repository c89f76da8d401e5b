import type { KernelFunctions } from './kernelFunctions.ts';

/** The kernels over the shared memory, the same for every instruction set but for the width of a panel. */
export interface Kernels extends KernelFunctions {
  /** Floats in a panel, NR of `engine/kernels/vector.h`: it differs between instruction sets. */
  readonly panel: number;
}

/** How many panels hold `n` columns. */
export const panelsOf = (n: number, panel: number): number => Math.ceil(n / panel);

/** Bytes of a sequence (steps, B, columns). */
export const sequenceBytes = (steps: number, B: number, columns: number, panel: number): number =>
  steps * B * panelsOf(columns, panel) * panel * 4;
