import * as z from 'zod';
import type { TextCodec } from './codec.ts';
import { isEachOnce } from './codecFields.ts';
import { mostVocabulary } from './textCodec.ts';

export const textCodecSchema = z.object({
  kind: z.literal('text'),
  symbols: z
    .string()
    .min(1)
    // In code units, so that what is counted cannot be endless.
    .max(2 * mostVocabulary)
    .refine((symbols) => isEachOnce([...symbols]), { error: 'a symbol stands there twice' }),
  lowercase: z.boolean(),
}) satisfies z.ZodType<TextCodec>;
