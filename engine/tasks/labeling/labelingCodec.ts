import * as z from 'zod';
import type { Scale } from '../../encoding/codec.ts';
import { isEachOnce, scaleFields } from '../../encoding/codecFields.ts';
import { mostTokens } from '../../encoding/tokenCounts.ts';
import { classWeightsField, hasWeightOfEach, weightFault } from '../labels/codecWeights.ts';

/** Words, a step each. */
export interface TokenInputs {
  readonly kind: 'tokens';
  readonly lowercase: boolean;
  readonly digits: boolean;
  /** What the network knows, the most frequent first; for ids see `tokenIds`. */
  readonly tokens: readonly string[];
  /** The characters that words are read by besides, the most frequent first; undefined where words alone are read. */
  readonly characters?: readonly string[];
}

/** Numbers of several columns at each step. */
export interface NumberInputs {
  readonly kind: 'numbers';
  readonly columns: readonly ({ readonly column: string } & Scale)[];
}

export interface LabelingCodec {
  readonly kind: 'labelledSteps';
  readonly inputs: TokenInputs | NumberInputs;
  /** Sorted; the class of an output is its place here. */
  readonly labels: readonly string[];
  /** What the loss of each class is multiplied with, where they do not count alike. */
  readonly classWeights?: readonly number[];
  /** What knows no more than how often labels stand in the training split. */
  readonly commonest: CommonestLabels;
}

/** The class that most steps have, and of words as they stand in the file the one that each of them has most often. */
export interface CommonestLabels {
  readonly class: number;
  readonly words: readonly string[];
  /** Of each word. */
  readonly classes: readonly number[];
}

const once = z.array(z.string()).refine(isEachOnce, { error: 'something stands there twice' });
const classOf = z.number().int().min(0);

export const labelingCodecSchema = z
  .object({
    kind: z.literal('labelledSteps'),
    inputs: z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('tokens'),
        lowercase: z.boolean(),
        digits: z.boolean(),
        tokens: once.max(mostTokens),
        characters: once.max(mostTokens).exactOptional(),
      }),
      z.object({
        kind: z.literal('numbers'),
        columns: z.array(z.object({ column: z.string(), ...scaleFields })).min(1),
      }),
    ]),
    labels: once.min(1),
    classWeights: classWeightsField,
    commonest: z
      .object({ class: classOf, words: once.max(mostTokens), classes: z.array(classOf) })
      .refine(({ words, classes }) => words.length === classes.length, { error: 'a word has no class' }),
  })
  .refine(hasWeightOfEach, weightFault) satisfies z.ZodType<LabelingCodec>;
