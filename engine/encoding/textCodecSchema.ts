import * as z from 'zod';
import type { BytePairCodec, BytePairs, CharacterCodec, TextCodec, WordCodec } from './codec.ts';
import { isEachOnce } from './codecFields.ts';
import { mostVocabulary } from './textCodec.ts';
import { mostTokens } from './tokenCounts.ts';

const characterCodecSchema = z.object({
  kind: z.literal('text'),
  symbols: z
    .string()
    .min(1)
    // In code units, so that what is counted cannot be endless.
    .max(2 * mostVocabulary)
    .refine((symbols) => isEachOnce([...symbols]), { error: 'a symbol stands there twice' }),
  lowercase: z.boolean(),
  labels: z
    .array(z.string())
    .min(1)
    .max(mostVocabulary)
    .refine(isEachOnce, { error: 'a label stands there twice' })
    .optional(),
}) satisfies z.ZodType<CharacterCodec>;

const count = z.number().int().min(0);

const wordCodecSchema = z.object({
  kind: z.literal('words'),
  tokens: z.array(z.string().min(1)).max(mostTokens).refine(isEachOnce, { error: 'a word stands there twice' }),
  lowercase: z.boolean(),
  spelling: z
    .object({ letters: z.string(), counts: z.array(count), words: count })
    .refine(({ letters, counts }) => [...letters].length === counts.length, { error: 'not each letter has a count' }),
}) satisfies z.ZodType<WordCodec>;

/** Of `BytePairs`. */
export const bytePairFields = {
  letters: z
    .string()
    .max(2 * mostVocabulary)
    .refine((letters) => isEachOnce([...letters]), { error: 'a letter stands there twice' }),
  merges: z.array(z.tuple([count, count])).max(mostTokens),
};

/** Whether each piece is made of pieces that there are already. */
export const hasEarlierPieces = ({ letters, merges }: BytePairs): boolean => {
  const { length } = [...letters];
  return merges.every((ids, place) => ids.every((id) => id > 0 && id <= length + place));
};

export const laterPiece = 'a pair is made of pieces that come later';

const bytePairCodecSchema = z
  .object({ kind: z.literal('bytePairs'), ...bytePairFields, lowercase: z.boolean() })
  .refine(hasEarlierPieces, { error: laterPiece }) satisfies z.ZodType<BytePairCodec>;

export const textCodecSchema: z.ZodType<TextCodec> = z.discriminatedUnion('kind', [
  characterCodecSchema,
  wordCodecSchema,
  bytePairCodecSchema,
]);
