import type { Gate } from './cellSpec.ts';

/** Where the flat parts of an activation begin. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/**
 * A sigmoid saturates below 0.1 and above 0.9 (Karpathy, Johnson and Li 2015, Visualizing and Understanding Recurrent
 * Networks); a tanh, here, beyond 0.9 on either side. Relu is flat at 0 only: its units can be dead instead.
 */
export const saturation: Readonly<Record<Gate['activation'], Range | undefined>> = {
  sigmoid: { low: 0.1, high: 0.9 },
  tanh: { low: -0.9, high: 0.9 },
  relu: undefined,
  positive: undefined,
  none: undefined,
};
