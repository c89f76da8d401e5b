import { sep } from 'node:path';
import { ResponseError } from 'vscode-jsonrpc';
import { EngineFault } from '../errors.ts';
import { describeError, logFault } from '../explainError.ts';
import type { EngineErrorData, ErrorEvent } from '../protocol.ts';
import type { Surroundings } from './command.ts';
import { visible } from '../words/visible.ts';
import { resumeCommand } from './describeRun.ts';

/** A run that failed; its own report has told programs, people are still to be told. */
export class ReportedError extends Error {
  readonly event: ErrorEvent;

  constructor(event: ErrorEvent) {
    super(event.message);
    this.name = 'ReportedError';
    this.event = event;
  }
}

/** A run that did not come to its end and can go on. */
export class ResumableError extends Error {
  /** Its folder. */
  readonly run: string;

  constructor(run: string, cause: unknown) {
    super('the run did not come to its end', { cause });
    this.name = 'ResumableError';
    this.run = run;
  }
}

/** Tells what went wrong and gives the exit code: 2 when the input is at fault, 1 when we are. */
export const reportError = (error: unknown, surroundings: Surroundings): number => {
  if (error instanceof ResumableError) {
    const code = reportError(error.cause, surroundings);
    process.stderr.write(`The run is kept up to its last checkpoint; go on with it by: ${resumeCommand(error.run)}\n`);
    return code;
  }
  const { output, isJson, isVerbose } = surroundings;
  const event = toEvent(error);
  // What the engine says of is in its log already.
  const isOurs = !(error instanceof ResponseError || error instanceof ReportedError || error instanceof EngineFault);
  if (isVerbose && isOurs && !event.isInputError) logFault(error);
  if (isJson && !(error instanceof ReportedError)) output.json(event);
  const message = event.message.replaceAll(`${process.cwd()}${sep}`, '');
  const hint = event.isInputError || isVerbose ? '' : '\nWith --verbose the log of the engine says more.';
  process.stderr.write(`rnn-studio: ${visible(message)}${hint}\n`);
  return event.isInputError ? 2 : 1;
};

const toEvent = (error: unknown): ErrorEvent => {
  if (error instanceof ReportedError) return error.event;
  if (error instanceof ResponseError) {
    const data = error.data as EngineErrorData | undefined;
    const { isInputError = false, place } = data ?? {};
    return { event: 'error', message: error.message, isInputError, ...(place && { place }) };
  }
  return { event: 'error', ...describeError(error) };
};
