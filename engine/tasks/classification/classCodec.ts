import * as z from 'zod';
import type { Scale } from '../../encoding/codec.ts';
import { classWeightsField, hasWeightOfEach, weightFault } from '../labels/codecWeights.ts';
import { isEachOnce, scaleFields } from '../../encoding/codecFields.ts';

export interface ClassCodec {
  readonly kind: 'classes';
  readonly inputs: readonly ({ readonly column: string } & Scale)[];
  /** Time steps of the longest sequence, where sequences are rows of the file. */
  readonly steps?: number;
  /** Sorted; the class of an output is its place here. */
  readonly labels: readonly string[];
  /** What the loss of each class is multiplied with, where they do not count alike. */
  readonly classWeights?: readonly number[];
}

export const classCodecSchema = z
  .object({
    kind: z.literal('classes'),
    inputs: z.array(z.object({ column: z.string(), ...scaleFields })).min(1),
    labels: z.array(z.string()).min(1).refine(isEachOnce, { error: 'a label stands there twice' }),
    classWeights: classWeightsField,
    steps: z.number().int().positive().optional(),
  })
  .refine(hasWeightOfEach, weightFault) satisfies z.ZodType<ClassCodec>;
