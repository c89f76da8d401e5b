import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import type { CancellationToken } from 'vscode-jsonrpc';
import type { Stage } from '../protocol.ts';
import { throwIfCancelled } from '../unlessCancelled.ts';

/** What somebody waits for: who may want it no more, and wants to know how far it is. */
export interface Errand {
  readonly cancel: CancellationToken;
  tell(stage: Stage): void;
}

// Readers and encoders lie deep below the requests that they work for: the runtime hands the errand down to them, so that
// none of those between has to.
const current = new AsyncLocalStorage<Errand | undefined>();

/** Does work, and all that comes of it, on an errand; on none where it goes on by itself. */
export const onErrand = <T>(errand: Errand | undefined, work: () => T): T => current.run(errand, work);

export const presentErrand = (): Errand | undefined => current.getStore();

/**
 * Lets messages in, in the middle of long work, and tells who waits for it how far it is. Rejects with `Cancelled` where
 * nobody does any more.
 */
export const takeBreath = async (stage?: Stage): Promise<void> => {
  const errand = presentErrand();
  if (stage) errand?.tell(stage);
  await setImmediate();
  if (errand) throwIfCancelled(errand.cancel);
};
