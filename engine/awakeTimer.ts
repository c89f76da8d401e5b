/** Longest time that one tick is worth, in milliseconds. */
const tick = 100;

/**
 * Calls back once this process has been awake for so many milliseconds. What was set before a sleep would be due right
 * after it, before anybody else who slept can answer: here each sleep counts as one tick. Returns what calls it off; the
 * wait does not keep the process alive.
 */
export const startAwakeTimer = (milliseconds: number, callback: () => void): (() => void) => {
  let timer: NodeJS.Timeout;
  const wait = (left: number): void => {
    const length = Math.min(tick, left);
    timer = setTimeout(() => {
      if (left > length) wait(left - length);
      else callback();
    }, length).unref();
  };
  wait(milliseconds);
  return () => {
    clearTimeout(timer);
  };
};
