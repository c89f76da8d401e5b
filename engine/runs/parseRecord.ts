import { checkValue } from '../checkValue.ts';
import { InputError } from '../errors.ts';
import type { RunRecord } from '../records/records.ts';
import { runRecordSchema } from '../runSchemas.ts';
import { shorten } from '../words/shorten.ts';
import { JsonFault, parseStrictJson } from '../strictJson.ts';
import { runConfigSchema } from '../tasks/config/runConfigSchema.ts';
import { findConfigFaults } from './checkModel.ts';

const recordSchema = runRecordSchema.extend({ config: runConfigSchema });

/** The record that a `run.json` named `file` holds. Throws an `InputError` that names the fields that are wrong. */
export const parseRecord = (text: string, file: string): RunRecord => {
  let value: unknown;
  try {
    value = parseStrictJson(text);
  } catch (error) {
    throw error instanceof JsonFault ? new InputError(`is not a run: it ${error.message}`, { file }) : error;
  }
  const record = checkValue(recordSchema, value, file);
  const faults = findConfigFaults(record.config);
  if (record.config.data.file !== record.file)
    faults.push(`config.data.file: is not ${shorten(record.file)}, the run's file`);
  if (faults.length > 0) throw new InputError(faults.join('\n'), { file });
  return record;
};
