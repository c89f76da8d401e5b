import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** Milliseconds between two attempts. */
const again = 500;
/** Milliseconds for which an engine that ends waits for room; whoever ends it waits for it a little longer. */
const patience = 3000;

interface LateEnd {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

/** By the path of the run folder. */
const lateEnds = new Map<string, LateEnd>();

/**
 * Goes on trying, while the engine lives, to write the end of a run for which there was no room, then calls `release`.
 * `write` rejects when it has not worked, and what `isHopeless` ends it.
 */
export const writeLate = (
  folder: string,
  write: () => Promise<void>,
  isHopeless: (error: unknown) => boolean,
  release: () => Promise<void>,
): void => {
  const stop = new AbortController();
  const tryOn = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      try {
        // An engine that has nothing else to do ends.
        await setTimeout(again, undefined, { signal: stop.signal, ref: false });
        await write();
        break;
      } catch (error) {
        if (isHopeless(error)) break;
      }
    }
    lateEnds.delete(resolve(folder));
    await release();
  };
  lateEnds.set(resolve(folder), { stop, ended: tryOn() });
};

/** Whoever goes on with a run writes a new record, so that the end of before does not matter any more. */
export const giveUpLateEnd = async (folder: string): Promise<void> => {
  const late = lateEnds.get(resolve(folder));
  late?.stop.abort();
  await late?.ended;
};

export const giveUpLateEnds = async (): Promise<void> => {
  await Promise.all([...lateEnds.keys()].map(giveUpLateEnd));
};

/** Before the engine ends: waits a moment for those that may still be written, and gives the others up. */
export const settleLateEnds = async (): Promise<void> => {
  const settled = new AbortController();
  const isOver = setTimeout(patience, undefined, { signal: settled.signal }).catch(() => undefined);
  await Promise.race([Promise.all([...lateEnds.values()].map(({ ended }) => ended)), isOver]);
  settled.abort();
  await giveUpLateEnds();
};
