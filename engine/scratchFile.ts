import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from './errors.ts';

/** Closes files that nothing refers to any more: they live as long as the data in them, as memory does. */
const forgotten = new FinalizationRegistry(closeSync);

const prefix = 'rnn-studio-scratch-';

/**
 * Numbers that would take too much memory, in a file without a name in the system's folder for temporary files
 * (`TMPDIR`): however the process ends, the disk is free again. Reading is synchronous: what was written a moment ago,
 * or read before, comes from the system's cache.
 */
export class ScratchFile {
  private readonly file: number;
  /** Bytes written. */
  private end = 0;

  /** Throws an `InputError` when the folder may not be written to. */
  constructor() {
    const path = join(tmpdir(), `${prefix}${randomUUID()}`);
    this.file = orSay(() => openSync(path, 'wx+', 0o600));
    // Another engine that starts just now may have removed the name.
    rmSync(path, { force: true });
    forgotten.register(this, this.file);
  }

  /** Returns where the values begin, in bytes. Throws an `InputError` when the disk is full. */
  append(values: NodeJS.ArrayBufferView): number {
    const begin = this.end;
    for (let written = 0; written < values.byteLength;) {
      written += orSay(() => writeSync(this.file, values, written, values.byteLength - written, begin + written));
    }
    this.end += values.byteLength;
    return begin;
  }

  get byteLength(): number {
    return this.end;
  }

  /** Fills `target`, a view of any memory, from byte `position` on, as far as the file goes. */
  read(target: NodeJS.ArrayBufferView, position: number): void {
    readScratch(this.handle, target, position);
  }

  /** For another thread of this process to read what is written by now, as long as this one keeps the file. */
  get handle(): ScratchHandle {
    return { file: this.file, byteLength: this.end };
  }
}

/** Plain data that can be sent to a thread. */
export interface ScratchHandle {
  /** Its number in this process. */
  readonly file: number;
  readonly byteLength: number;
}

/** As `ScratchFile.read`. */
export const readScratch = (
  { file, byteLength }: ScratchHandle,
  target: NodeJS.ArrayBufferView,
  position: number,
): void => {
  const length = Math.min(target.byteLength, byteLength - position);
  for (let done = 0; done < length;) done += readSync(file, target, done, length - done, position + done);
};

/**
 * Removes the names that processes have left which were killed between making a file and taking its name away. Of one
 * that is alive and just there only the name goes, as it is about to. Never rejects.
 */
export const sweepScratchFiles = async (): Promise<void> => {
  const names = await readdir(tmpdir()).catch(() => []);
  const left = names.filter((name) => name.startsWith(prefix) && isUuid(name.slice(prefix.length)));
  // Those of other people stay.
  await Promise.allSettled(left.map((name) => rm(join(tmpdir(), name))));
};

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

const orSay = (write: () => number): number => {
  try {
    return write();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(
      `data that is too large for memory cannot be written to ${tmpdir()}: ${reason}; make room there, or set TMPDIR to another folder`,
    );
  }
};
