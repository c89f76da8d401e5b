import { InputError } from '../../../../engine/errors.ts';

/** An error has to be the input's fault, in words, and to name one of the files. */
export const judgeError = (error: unknown, names: readonly string[]): string[] => {
  if (!(error instanceof InputError)) return [`raw: ${error instanceof Error ? String(error.stack) : String(error)}`];
  const { message } = error;
  if (/\n\s+at /.test(message)) return [`shows a stack: ${message}`];
  return names.some((name) => message.includes(name)) ? [] : [`names no file: ${message}`];
};
