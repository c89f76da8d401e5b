import * as z from 'zod';
import { type RunData, runDataFields, type TableFormat, tableFields } from '../../config.ts';
import { columnFields } from '../../encoding/columnFields.ts';
import { canBeCut } from '../sequences/stepSize.ts';
import {
  groupField,
  labelField,
  maxLengthField,
  stepSizeField,
  timeField,
  timeFormatField,
} from '../config/sharedFields.ts';

/** Fields of `data` that a classification reads. */
export const classFields = {
  ...tableFields,
  ...columnFields,
  label: labelField,
  group: groupField,
  time: timeField,
  timeFormat: timeFormatField.optional(),
  stepSize: stepSizeField,
  maxLength: maxLengthField,
};

/** The data part of a classification's complete config. */
export type ClassificationData = RunData &
  TableFormat &
  Readonly<Omit<z.infer<z.ZodObject<typeof classFields>>, keyof TableFormat | 'maxLength'>> & {
    /** Only of sequences of rows; all of each is read when not given. */
    readonly maxLength?: number;
  };

/** As a run or a model has it. */
export const classDataSchema = z
  .strictObject({
    ...runDataFields,
    ...classFields,
    // Runs of before sequences of rows have rows as sequences.
    group: classFields.group.default(null),
    time: timeField.default(null),
    maxLength: maxLengthField.optional(),
  })
  .refine(({ inputs, stepSize, group }) => canBeCut(inputs.length, stepSize, group), {
    path: ['stepSize'],
    error: 'the inputs cannot be cut into steps of it',
  }) satisfies z.ZodType<ClassificationData>;
