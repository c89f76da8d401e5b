/** Exit code of a program that Ctrl-C ended. */
export const interruptedExitCode = 130;

/** Milliseconds in which signals count as one: npm passes on the Ctrl-C that the terminal has sent to all. */
const oneInterrupt = 250;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Calls `onFirst` at the first Ctrl-C (or request of the system to end), `onSecond` at each later one.
 * Returns what takes the listeners off again.
 */
export const listenForInterrupts = (onFirst: () => void, onSecond: () => void): (() => void) => {
  let first: number | undefined;
  const listener = (): void => {
    if (first === undefined) {
      first = performance.now();
      onFirst();
    } else if (performance.now() - first > oneInterrupt) onSecond();
  };
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
};
