import { InputError } from '../errors.ts';
import type { Table } from '../files/readTable.ts';
import type { TaskDescription, TableInspection } from '../protocol.ts';
import type { InspectedFile } from './task.ts';

/** A file as the table that a task reads. Throws an `InputError` where it is something else. */
export const requireTable = (
  { inspection, table }: InspectedFile,
  { name }: Pick<TaskDescription, 'name'>,
): [TableInspection, Table] => {
  if (inspection.kind === 'table' && table) return [inspection, table];
  throw new InputError(`is read as a ${inspection.kind}; the task ${name} needs a table`, { file: inspection.file });
};
