import * as z from 'zod';
import { type RunData, runDataFields, type TableFormat, tableFields } from '../../config.ts';
import { columnFields } from '../../encoding/columnFields.ts';
import {
  foldField,
  groupField,
  maxLengthField,
  minCountField,
  stepSizeField,
  targetsField,
  textField,
  timeField,
  timeFormatField,
  unitField,
  wholeUnitField,
} from '../config/sharedFields.ts';
import { canBeCut } from '../sequences/stepSize.ts';
import type { TextReading } from '../texts/textReading.ts';

/** Fields of `data` of texts alone, and of sequences of numbers alone. */
export const textOnly = { unit: unitField, lowercase: foldField, minCount: minCountField };
export const numberOnly = {
  ...columnFields,
  group: groupField,
  time: timeField,
  timeFormat: timeFormatField.optional(),
  stepSize: stepSizeField,
};

/** Fields of `data` that a regression reads. */
export const regressionFields = {
  ...tableFields,
  targets: targetsField,
  text: textField.nullable(),
  ...textOnly,
  ...numberOnly,
  maxLength: maxLengthField,
};

interface CommonData extends RunData, TableFormat {
  /** Columns of the numbers that are predicted. */
  readonly targets: readonly string[];
}

/** A regression of texts. */
export interface TextsData extends CommonData, TextReading {
  readonly text: string;
}

/** A regression of sequences of numbers: rows, or groups of them. */
export interface NumbersData extends CommonData {
  readonly text: null;
  readonly inputs: readonly string[];
  readonly scaling: z.infer<typeof columnFields.scaling>;
  readonly group: string | null;
  readonly time: string | null;
  readonly timeFormat?: string | null | undefined;
  readonly stepSize: number;
  /** Only of sequences of rows; all of each is read when not given. */
  readonly maxLength?: number | undefined;
}

/** The data part of a regression's complete config. */
export type RegressionData = TextsData | NumbersData;

const commonFields = { ...runDataFields, ...tableFields, targets: targetsField };

/** As a run or a model has it. */
export const regressionDataSchema = z.union([
  z.strictObject({ ...commonFields, text: textField, ...textOnly, unit: wholeUnitField, maxLength: maxLengthField }),
  z
    .strictObject({ ...commonFields, text: z.null(), ...numberOnly, maxLength: maxLengthField.exactOptional() })
    .refine(({ inputs, stepSize, group }) => canBeCut(inputs.length, stepSize, group), {
      path: ['stepSize'],
      error: 'the inputs cannot be cut into steps of it',
    }),
]) satisfies z.ZodType<RegressionData>;
