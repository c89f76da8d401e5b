import * as z from 'zod';
import { length, type RunData, runDataFields, type TableFormat, tableFields } from '../../config.ts';
import { columnFields } from '../../encoding/columnFields.ts';
import { labelField } from '../config/sharedFields.ts';

/** Fields of `data` that a classification reads. */
export const classFields = {
  ...tableFields,
  ...columnFields,
  label: labelField,
  stepSize: length.describe('Values of a row that make one time step of its sequence.'),
};

/** The data part of a classification's complete config. */
export type ClassificationData = RunData &
  TableFormat &
  Readonly<Omit<z.infer<z.ZodObject<typeof classFields>>, keyof TableFormat>>;

/** As a run or a model has it. */
export const classDataSchema = z
  .strictObject({ ...runDataFields, ...classFields })
  .refine(({ inputs, stepSize }) => inputs.length % stepSize === 0, {
    path: ['stepSize'],
    error: 'the inputs cannot be cut into steps of it',
  }) satisfies z.ZodType<ClassificationData>;
