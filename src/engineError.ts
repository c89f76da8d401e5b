import { ResponseError } from 'vscode-jsonrpc';
import type { Place } from '../engine/errors.ts';
import type { EngineErrorData } from '../engine/protocol.ts';

/** An error reply of the engine. `place` and `isInputError` are what `InputError` said there. */
export class EngineError extends Error {
  readonly isInputError: boolean;
  readonly place: Place | undefined;

  constructor(message: string, data: EngineErrorData | undefined) {
    super(message);
    this.name = 'EngineError';
    this.isInputError = data?.isInputError ?? false;
    this.place = data?.place;
  }
}

/** The engine process ended by itself. One object stands for one death, however many requests it ended. */
export class EngineDeath extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'EngineDeath';
  }
}

const requestCancelled = -32800;

export const isCancelledReply = (error: unknown): boolean =>
  error instanceof ResponseError && error.code === requestCancelled;

/** What a request rejects with: a reply's error as `EngineError`, anything else as it is. */
export const toEngineError = (error: unknown): Error => {
  if (error instanceof ResponseError) {
    return new EngineError(error.message, error.data as EngineErrorData | undefined);
  }
  return error instanceof Error ? error : new Error(String(error));
};
