import { fstatSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { onTestFinished } from 'vitest';
import { isSameFile } from '../../../../engine/files/fileIdentity.ts';

type Read = (this: FileHandle, ...args: unknown[]) => Promise<unknown>;

/**
 * Calls `act` with 1, 2, … before or after each reading of a piece of `file`, whoever reads it: what happens to a file
 * then happens at the same instant each time. Ends with the returned function, which tells how many readings there
 * were, or with the test.
 */
export const atReads = async (
  file: string,
  when: 'before' | 'after',
  act: (nth: number) => void,
): Promise<() => number> => {
  const handle = await open(file);
  const prototype = Object.getPrototypeOf(handle) as { read: Read };
  await handle.close();
  const meant = statSync(file, { bigint: true });
  const { read } = prototype;
  let count = 0;
  prototype.read = async function (...args) {
    const isMeant = isSameFile(fstatSync(this.fd, { bigint: true }), meant);
    if (isMeant) count += 1;
    const nth = count;
    if (isMeant && when === 'before') act(nth);
    const result = await read.apply(this, args);
    if (isMeant && when === 'after') act(nth);
    return result;
  };
  const end = (): number => {
    prototype.read = read;
    return count;
  };
  onTestFinished(() => void end());
  return end;
};
