import * as z from 'zod';
import { length, type RunData, runDataFields, tableFields } from '../../config.ts';
import {
  foldField,
  labelField,
  minCountField,
  moreFilesField,
  piecesField,
  textField,
  unitField,
} from '../config/sharedFields.ts';

/** Fields of `data` that a language model reads. */
export const textFields = {
  unit: unitField,
  lowercase: foldField,
  encoding: tableFields.encoding,
  minCount: minCountField,
  pieces: piecesField,
  seqLength: length.describe('Symbols of text that back-propagation goes back over, k2 of truncated back-propagation.'),
  stepLength: length.describe('New symbols that each update reads, k1; at most seqLength, which is k2.'),
  carryState: z.boolean().describe('Start each window of text from the state the text before it left, not from zeros.'),
  moreFiles: moreFilesField,
  text: textField,
  label: labelField,
};

/** What a text is counted in, as a person is told. */
export const unitNames = { characters: 'characters', words: 'words', bytePairs: 'byte pairs' } as const;

/** The data part of a language model's complete config. */
export type TextData = RunData &
  Readonly<Omit<z.infer<z.ZodObject<typeof textFields>>, 'text' | 'label' | 'moreFiles'>> & {
    /** Of a corpus of several files: those after the first. */
    readonly moreFiles?: readonly string[] | undefined;
    /** Of a table, whose texts are learned instead of the file as one. */
    readonly text?: string | undefined;
    readonly label?: string | undefined;
  };

/**
 * As a run or a model has it. Those of before these could be said read a text by characters, trained with
 * whole steps, and carried the state on.
 */
export const textDataSchema = z
  .strictObject({
    ...runDataFields,
    ...textFields,
    moreFiles: textFields.moreFiles.optional(),
    text: textFields.text.optional(),
    label: textFields.label.optional(),
    unit: textFields.unit.default('characters'),
    minCount: textFields.minCount.default(1),
    pieces: textFields.pieces.default(0),
    stepLength: textFields.stepLength.optional(),
    carryState: textFields.carryState.default(true),
  })
  .transform(({ stepLength, ...data }) => ({ ...data, stepLength: stepLength ?? data.seqLength }))
  .refine(({ stepLength, seqLength }) => stepLength <= seqLength, {
    path: ['stepLength'],
    error: 'it is at most seqLength',
  }) satisfies z.ZodType<TextData>;
