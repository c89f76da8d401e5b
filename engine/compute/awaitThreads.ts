import { MessageChannel, type MessagePort } from 'node:worker_threads';

/**
 * How long a thread may keep others waiting: so many looks, each after so many milliseconds of sleep. Looks are counted
 * and not time, since a process that is frozen, or asleep with its machine, looks at most once however long that lasts.
 */
export interface Patience {
  readonly lookEvery: number;
  readonly looks: number;
}

/** An hour of looks is longer than the most starved thread takes, and shorter than for ever. */
const anHour: Patience = { lookEvery: 1000, looks: 3600 };

/**
 * Sleeps until as many threads have counted themselves at `control[finished]` as there are `lifelines`: ports whose other
 * end each thread holds as long as it lives. Throws when one has ended, though the caller's event loop stands still and
 * no event can tell of it, and when patience is out.
 */
export const awaitThreads = (
  control: Int32Array,
  finished: number,
  lifelines: readonly MessagePort[],
  patience = anHour,
): void => {
  let looks = 0;
  for (;;) {
    const count = Atomics.load(control, finished);
    if (count === lifelines.length) return;
    const woken = Atomics.wait(control, finished, count, patience.lookEvery) !== 'timed-out';
    if (woken || Atomics.load(control, finished) !== count) {
      looks = 0;
      continue;
    }
    const ended = lifelines.findIndex(isCut);
    if (ended >= 0) throw new Error(`Compute thread ${ended + 1} ended before its work was done.`);
    if (++looks >= patience.looks) {
      throw new Error(`A compute thread has not answered while this one has looked ${looks} times.`);
    }
  }
};

/**
 * Node's ports return whether somebody holds the other end, which changes at once when a thread ends, in whatever way.
 * The types and the documentation do not say so.
 */
const post = (port: MessagePort): unknown =>
  (port as { postMessage(message: undefined): unknown }).postMessage(undefined);

/** Where they do not return it, only events and patience tell of a thread that ended. Found out by the first who waits. */
let doPortsTell: boolean | undefined;

const isCut = (port: MessagePort): boolean => {
  doPortsTell ??= isHeldKnown();
  return doPortsTell && post(port) !== true;
};

const isHeldKnown = (): boolean => {
  const { port1, port2 } = new MessageChannel();
  const isHeld = post(port1) === true;
  port2.close();
  return isHeld;
};
