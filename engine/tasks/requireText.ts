import { InputError } from '../errors.ts';
import type { TaskDescription, TextInspection } from '../protocol.ts';
import type { InspectedFile } from './task.ts';

/** A file as the text that a task reads. Throws an `InputError` where it is something else. */
export const requireText = ({ inspection }: InspectedFile, { name }: Pick<TaskDescription, 'name'>): TextInspection => {
  if (inspection.kind === 'text') return inspection;
  throw new InputError(`is read as a ${inspection.kind}; the task ${name} needs text`, { file: inspection.file });
};
