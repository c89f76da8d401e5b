import * as vscode from 'vscode';
import { ResponseError } from 'vscode-jsonrpc';
import { type Place, plainReason } from '../../engine/errors.ts';
import { type EngineErrorData, requestCancelled } from '../../engine/protocol.ts';

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

/** The engine process ended. One object stands for one death, however many requests it ended. */
export class EngineDeath extends Error {
  /** How it ended by itself: `signal SIGKILL`; undefined where it was ended. */
  readonly reason: string | undefined;

  constructor(message: string, reason?: string) {
    super(message);
    this.name = 'EngineDeath';
    this.reason = reason;
  }
}

/** Mistakes of the program that none of its own sentences describe. */
const mistakes = [TypeError, RangeError, ReferenceError, SyntaxError];

/** What a person is told of anything that was thrown here or in the engine: no stack, no file of the program. */
export const messageOf = (error: unknown): string => {
  if (error instanceof EngineError) return error.message;
  const reason = plainReason(error);
  return mistakes.some((mistake) => error instanceof mistake)
    ? vscode.l10n.t('Something went wrong inside RNN Studio ({0}); the log has the details.', reason)
    : reason;
};

export const isCancelledReply = (error: unknown): boolean =>
  error instanceof ResponseError && error.code === requestCancelled;

/** What a request rejects with: a reply's error as `EngineError`, anything else as it is. */
export const toEngineError = (error: unknown): Error => {
  if (error instanceof ResponseError) {
    return new EngineError(error.message, error.data as EngineErrorData | undefined);
  }
  return error instanceof Error ? error : new Error(String(error));
};
