import * as z from 'zod';
import { type SimpleName, simpleNames } from './simpleForecasts.ts';

/** What the forecast of a target is made of: the network's share, and whose the rest is. */
export interface BlendPart {
  /** From 0, the baseline alone, to 1, the network alone. */
  readonly network: number;
  readonly baseline: SimpleName;
}

export const blendSchema = z.array(
  z.object({ network: z.number().min(0).max(1), baseline: z.enum(simpleNames) }),
) satisfies z.ZodType<readonly BlendPart[]>;
