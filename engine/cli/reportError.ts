import { sep } from 'node:path';
import { ResponseError } from 'vscode-jsonrpc';
import { InputError } from '../errors.ts';
import type { EngineErrorData, ErrorEvent } from '../protocol.ts';
import type { Surroundings } from './command.ts';

/** A run that failed; its own report has told programs, people are still to be told. */
export class ReportedError extends Error {
  readonly event: ErrorEvent;

  constructor(event: ErrorEvent) {
    super(event.message);
    this.name = 'ReportedError';
    this.event = event;
  }
}

/** Tells what went wrong and gives the exit code: 2 when the input is at fault, 1 when we are. */
export const reportError = (error: unknown, { output, isJson, isVerbose }: Surroundings): number => {
  const event = toEvent(error);
  if (isJson && !(error instanceof ReportedError)) output.json(event);
  const message = event.message.replaceAll(`${process.cwd()}${sep}`, '');
  const hint = event.isInputError || isVerbose ? '' : '\nWith --verbose the log of the engine says more.';
  process.stderr.write(`rnn-studio: ${message}${hint}\n`);
  return event.isInputError ? 2 : 1;
};

const toEvent = (error: unknown): ErrorEvent => {
  if (error instanceof ReportedError) return error.event;
  if (error instanceof InputError) return describe(error.message, true, error.place);
  if (error instanceof ResponseError) {
    const data = error.data as EngineErrorData | undefined;
    return describe(error.message, data?.isInputError ?? false, data?.place);
  }
  return describe(error instanceof Error ? error.message : String(error), false, undefined);
};

const describe = (message: string, isInputError: boolean, place: ErrorEvent['place']): ErrorEvent => ({
  event: 'error',
  message,
  isInputError,
  ...(place && { place }),
});
