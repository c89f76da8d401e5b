import * as z from 'zod';
import { type RunData, runDataFields, type TableFormat, tableFields } from '../../config.ts';
import {
  foldField,
  labelField,
  maxLengthField,
  minCountField,
  textField,
  unitField,
  wholeUnitField,
} from '../config/sharedFields.ts';

/** Fields of `data` that a classification of texts reads. */
export const textClassFields = {
  ...tableFields,
  text: textField,
  label: labelField,
  unit: unitField,
  lowercase: foldField,
  minCount: minCountField,
  maxLength: maxLengthField,
};

/** The data part of a text classification's complete config. */
export type TextClassData = RunData &
  TableFormat &
  Readonly<Omit<z.infer<z.ZodObject<typeof textClassFields>>, keyof TableFormat | 'unit'>> & {
    readonly unit: z.infer<typeof wholeUnitField>;
  };

/** As a run or a model has it. */
export const textClassDataSchema = z.strictObject({
  ...runDataFields,
  ...textClassFields,
  unit: wholeUnitField,
}) satisfies z.ZodType<TextClassData>;
