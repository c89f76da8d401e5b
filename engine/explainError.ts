import { inspect } from 'node:util';
import { EngineFault, InputError, plainReason } from './errors.ts';
import type { EngineErrorData } from './protocol.ts';

/** An error as a person is told it. */
export interface Explanation extends EngineErrorData {
  readonly message: string;
}

/** Characters of what an unforeseen error says of itself. */
const mostOfReason = 200;

/** Our own fault as part of a sentence. */
export const describeFault = (error: unknown): string => {
  if (error instanceof EngineFault) return error.message;
  const reason = plainReason(error)
    .slice(0, mostOfReason)
    .replace(/[.\s]+$/, '');
  return `something went wrong inside RNN Studio${reason === '' ? '' : ` (${reason})`}`;
};

/** What people are told of anything that was thrown: neither stack nor files of the program. */
export const describeError = (error: unknown): Explanation => {
  if (error instanceof InputError) {
    const { place, message } = error;
    return { message, isInputError: true, ...(place && { place }) };
  }
  if (error instanceof EngineFault) return { message: error.message, isInputError: false };
  const fault = describeFault(error).replace(/^s/, 'S');
  return { message: `${fault}; the log has the details.`, isInputError: false };
};

/** The same, and of what is our own fault the log gets the whole. */
export const explainError = (error: unknown): Explanation => {
  if (!(error instanceof InputError)) logFault(error);
  return describeError(error);
};

/** To the log, which is standard error, with the stack and what caused it. */
export const logFault = (error: unknown): void => {
  process.stderr.write(`${inspect(error)}\n`);
};
