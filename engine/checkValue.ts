import type * as z from 'zod';
import { describeIssue } from './tasks/config/configIssues.ts';
import { InputError } from './errors.ts';
import { shorten } from './words/shorten.ts';

/** Of many faults, so many are told. */
const mostTold = 5;

/**
 * A value that came out of a file or a message, by its schema. Throws an `InputError` that names the fields that are
 * wrong, `config.training.epochs: …`, and the file they stand in.
 */
export const checkValue = <T>(schema: z.ZodType<T>, value: unknown, file: string): T => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new InputError(describeFaults(result.error, value).join('\n'), { file });
};

/** What is wrong, one line a field. */
export const describeFaults = (error: z.ZodError, value: unknown): string[] => {
  const { issues } = error;
  const lines = issues.slice(0, mostTold).flatMap((issue) => describeAt(issue, value));
  return issues.length > mostTold ? [...lines, `and ${issues.length - mostTold} faults more`] : lines;
};

/** A config within the value is told of as one in a file of its own. */
const describeAt = (issue: z.core.$ZodIssue, value: unknown): string[] => {
  const [first, ...path] = issue.path;
  const isConfig = first === 'config' && typeof value === 'object' && value !== null && 'config' in value;
  if (issue.code === 'unrecognized_keys' && !isConfig) {
    return issue.keys.map((key) => `unknown key '${shorten([...issue.path, key].join('.'))}'`);
  }
  const issues = isConfig ? describeIssue({ ...issue, path }, value.config) : describeIssue(issue, value);
  return issues.map((told) => {
    const at = shorten([...(isConfig ? ['config'] : []), ...told.path].join('.'));
    return at === '' ? told.message : `${at}: ${told.message}`;
  });
};
