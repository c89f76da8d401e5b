import * as z from 'zod';
import { length } from '../../config.ts';
import { isTimePattern } from '../../files/times/countedTimes.ts';

// Fields of `data` that mean the same to several tasks.

export const timeField = z.string().nullable().describe('The timestamp column, or null for none.');

export const timeFormatField = z
  .string()
  .refine(isTimePattern, 'is no date pattern, such as dd/MM/yyyy HH:mm, nor epochSeconds or the like')
  .nullable()
  .describe(
    'How the times are written where the file does not tell, as dd/MM/yyyy HH:mm (Unicode date patterns), epochSeconds, epochMilliseconds, epochMicroseconds, epochNanoseconds or excelDays; or null.',
  );

export const groupField = z
  .string()
  .nullable()
  .describe('The column that says which sequence a row is a step of, or null for none.');

export const maxLengthField = length.describe(
  'Words, characters or steps of a sequence that are read, its first; the rest is cut off.',
);

export const targetsField = z.array(z.string()).min(1).describe('The columns of numbers to predict.');

export const textField = z.string().describe('The column that holds the texts.');

export const stepSizeField = length.describe(
  'Values that make one time step: a part of a row, or of a sequence of rows also those of several.',
);

export const labelField = z.string().describe('The column that holds the class.');

export const foldField = z.boolean().describe('Fold text to lower case before it becomes symbols.');

export const unitField = z
  .enum(['words', 'characters', 'bytePairs'])
  .describe(
    'What a text is cut into: words and marks (by the rules of Unicode), single characters, or pieces of words that are learned.',
  );

/** For tasks that read no pieces of words. */
export const wholeUnitField = unitField.exclude(['bytePairs']);

/** Ids are 16 bits wide. */
export const mostPieces = 65_535;

export const piecesField = z
  .number()
  .int()
  .min(0)
  .max(mostPieces)
  .describe('Different letters and pieces of words that byte pairs make of the training text; 0 for other units.');

export const minCountField = length.describe(
  'Words or characters that stand fewer times in the training texts are all one unknown.',
);

export const moreFilesField = z
  .array(z.string())
  .min(1)
  .describe(
    'Files that are read after it, relative to the data file: texts, or folders of them, as one corpus; or tables of the same columns, each a series by its name, or with series of its own.',
  );
