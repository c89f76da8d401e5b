import * as z from 'zod';
import { isEachOnce } from '../../encoding/codecFields.ts';
import { classWeightsField, hasWeightOfEach, weightFault } from '../labels/codecWeights.ts';
import { mostTokens } from '../../encoding/tokenCounts.ts';

export interface TextClassCodec {
  readonly kind: 'labelledTexts';
  readonly unit: 'words' | 'characters';
  readonly lowercase: boolean;
  /** What the network knows, the most frequent first; for ids see `tokenIds`. */
  readonly tokens: readonly string[];
  /** Sorted; the class of an output is its place here. */
  readonly labels: readonly string[];
  /** What the loss of each class is multiplied with, where they do not count alike. */
  readonly classWeights?: readonly number[];
}

const once = z.array(z.string()).refine(isEachOnce, { error: 'something stands there twice' });

export const textClassCodecSchema = z
  .object({
    kind: z.literal('labelledTexts'),
    unit: z.enum(['words', 'characters']),
    lowercase: z.boolean(),
    tokens: once.max(mostTokens),
    labels: once.min(1),
    classWeights: classWeightsField,
  })
  .refine(hasWeightOfEach, weightFault) satisfies z.ZodType<TextClassCodec>;
