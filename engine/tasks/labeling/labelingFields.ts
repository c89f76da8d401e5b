import * as z from 'zod';
import { length, type RunData, runDataFields, type TableFormat, tableFields } from '../../config.ts';
import { columnFields } from '../../encoding/columnFields.ts';
import {
  foldField,
  groupField,
  labelField,
  minCountField,
  timeField,
  timeFormatField,
} from '../config/sharedFields.ts';

/** Fields of `data` that a labeling reads. */
export const labelingFields = {
  ...tableFields,
  ...columnFields,
  label: labelField,
  group: groupField,
  time: timeField,
  timeFormat: timeFormatField.optional(),
  token: z.string().nullable().describe('The column that holds the words, one a row; null where rows hold numbers.'),
  lowercase: foldField,
  digits: z.boolean().describe('Read every digit of a word as 0, so that numbers of one shape are one word.'),
  minCount: minCountField,
  stretch: length.describe(
    'Steps of a sequence that are read together; of longer ones every stretch of so many is read by itself.',
  ),
};

/** The data part of a labeling's complete config. */
export type LabelingData = RunData &
  TableFormat &
  Readonly<Omit<z.infer<z.ZodObject<typeof labelingFields>>, keyof TableFormat | 'inputs'>> & {
    /** Only where there are no words. */
    readonly inputs?: readonly string[];
  };

/** As a run or a model has it. */
export const labelingDataSchema = z
  .strictObject({ ...runDataFields, ...labelingFields, inputs: labelingFields.inputs.optional() })
  .refine(({ token, inputs }) => (token === null) === (inputs !== undefined), {
    path: ['token'],
    error: 'a step is either a word or numbers',
  }) satisfies z.ZodType<LabelingData>;
