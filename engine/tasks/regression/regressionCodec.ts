import * as z from 'zod';
import type { Scale } from '../../encoding/codec.ts';
import { isEachOnce, scaleFields } from '../../encoding/codecFields.ts';
import { mostTokens } from '../../encoding/tokenCounts.ts';
import type { ScaledColumn } from '../sequences/fitSequences.ts';
import type { TextVocabulary } from '../texts/textReading.ts';

/** Texts, by what the network knows of them. */
export interface CodedTexts extends TextVocabulary {
  readonly kind: 'texts';
}

/** Numbers of several columns. */
export interface CodedColumns {
  readonly kind: 'numbers';
  readonly columns: readonly ScaledColumn[];
  /** Time steps of the longest sequence. */
  readonly steps: number;
}

/** A column of numbers that are predicted; `offset` is their mean in the training part. */
export interface CodedTarget extends Scale {
  readonly column: string;
  /** Digits after the decimal mark that predictions are written with. */
  readonly decimals: number;
}

export interface RegressionCodec {
  readonly kind: 'regression';
  readonly inputs: CodedTexts | CodedColumns;
  readonly targets: readonly CodedTarget[];
  /** Of each target what least squares multiply the summary of a sequence with, see `summarise`; where they were fitted. */
  readonly leastSquares?: readonly (readonly number[])[];
}

export const regressionCodecSchema = z.object({
  kind: z.literal('regression'),
  inputs: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('texts'),
      unit: z.enum(['words', 'characters']),
      lowercase: z.boolean(),
      tokens: z.array(z.string()).max(mostTokens).refine(isEachOnce, { error: 'something stands there twice' }),
    }),
    z.object({
      kind: z.literal('numbers'),
      columns: z.array(z.object({ column: z.string(), ...scaleFields })).min(1),
      steps: z.number().int().positive(),
    }),
  ]),
  targets: z
    .array(z.object({ column: z.string(), decimals: z.number().int().min(0).max(1000), ...scaleFields }))
    .min(1),
  leastSquares: z.array(z.array(z.number())).exactOptional(),
}) satisfies z.ZodType<RegressionCodec>;
