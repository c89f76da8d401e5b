import * as z from 'zod';
import { length } from '../../config.ts';

// Fields of `data` that mean the same to several tasks.

export const timeField = z.string().nullable().describe('The timestamp column, or null for none.');

export const groupField = z
  .string()
  .nullable()
  .describe('The column that says which sequence a row is a step of, or null for none.');

export const maxLengthField = length.describe(
  'Words, characters or steps of a sequence that are read, its first; the rest is cut off.',
);

export const labelField = z.string().describe('The column that holds the class.');

export const textField = z.string().describe('The column that holds the texts.');

export const foldField = z.boolean().describe('Fold text to lower case before it becomes symbols.');

export const unitField = z
  .enum(['words', 'characters', 'bytePairs'])
  .describe(
    'What a text is cut into: words and marks (by the rules of Unicode), single characters, or pieces of words that are learned.',
  );

/** For tasks that read no pieces of words. */
export const wholeUnitField = unitField.exclude(['bytePairs']);

export const minCountField = length.describe(
  'Words or characters that stand fewer times in the training texts are all one unknown.',
);
