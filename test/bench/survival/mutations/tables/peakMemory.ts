import { readFileSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const kilobytes = (name: string): number => {
  const status = readFileSync('/proc/self/status', 'utf8');
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]);
};

/** Begins to watch how much of memory this process takes at the most; the result tells how many bytes more that was. */
export const watchMemory = (): (() => number) => {
  collect();
  // The largest there was is forgotten.
  writeFileSync('/proc/self/clear_refs', '5');
  const before = kilobytes('VmRSS');
  return () => (kilobytes('VmHWM') - before) * 1024;
};
