import * as z from 'zod';
import { length, type RunData, runDataFields, type TableFormat, tableFields } from '../../config.ts';
import { foldField, maxLengthField, minCountField, piecesField, unitField } from '../config/sharedFields.ts';

/** Fields of `data` that a translation reads. */
export const translationFields = {
  ...tableFields,
  source: z.string().describe('The column that holds what is translated.'),
  target: z.string().describe('The column that holds what it becomes; rows where it is empty can be predicted.'),
  unit: unitField,
  targetUnit: z
    .enum(['words', 'characters', 'bytePairs'])
    .describe(
      'What a translation is put together from, one after the other: words and marks, single characters, or pieces of words that are learned.',
    ),
  pieces: piecesField,
  sharedVocabulary: z
    .boolean()
    .describe('Sources and targets have one vocabulary, that of the texts of both, instead of one each.'),
  lowercase: foldField,
  minCount: minCountField,
  maxLength: maxLengthField,
  maxTargetLength: length.describe(
    'Words or characters of a translation that are learned, its first, and that the model puts out at the most.',
  ),
  beam: z
    .number()
    .int()
    .min(1)
    .max(32)
    .describe('Translations that are kept side by side while the best one is sought; 1 takes the likeliest symbol.'),
  lengthPenalty: z
    .number()
    .min(0)
    .max(5)
    .describe(
      'How much longer translations are favoured among those found: the exponent of ((5 + length) / 6), which divides the logarithm of the probability (Wu et al. 2016); 0 for none.',
    ),
};

/** The data part of a translation's complete config. */
export type TranslationData = RunData &
  TableFormat &
  Readonly<Omit<z.infer<z.ZodObject<typeof translationFields>>, keyof TableFormat>>;

/** What a text is counted in, as a person is told. */
export const unitNames = { words: 'words', characters: 'characters', bytePairs: 'byte pairs' } as const;

/** As a run or a model has it: those of before byte pairs have neither those nor one vocabulary for both sides. */
export const translationDataSchema = z.strictObject({
  ...runDataFields,
  ...translationFields,
  pieces: translationFields.pieces.default(0),
  sharedVocabulary: translationFields.sharedVocabulary.default(false),
}) satisfies z.ZodType<TranslationData>;
