import { stat } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { InputError } from '../errors.ts';
import { identifyFolder } from './pictures/folderIdentity.ts';

/** What tells a file's present content from an earlier one without reading it. */
export interface FileIdentity {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly size: bigint;
  readonly mtimeNs: bigint;
  /** When anything of the file last changed, its time of change too, which programs like to set back. */
  readonly ctimeNs: bigint;
  /** Of a folder: what tells names, sizes and times of what is in it from others. */
  readonly content?: string;
}

/** Milliseconds: longer than the clock that file systems on a disk take their times from stands still. */
const clockTick = 20;
const mostWaits = 5;

/** Of a folder of pictures, of all of them. Throws an `InputError` for what is missing and for what cannot be read more than once, as a pipe. */
export const identifyFile = async (file: string): Promise<FileIdentity> => {
  const stats = await stat(file, { bigint: true }).catch((error: unknown) => {
    throw cannotOpen(file, error);
  });
  if (stats.isDirectory()) {
    const { dev, ino } = stats;
    const { ctimeNs, ...content } = await identifyFolder(file);
    return { dev, ino, ...content, ctimeNs: process.platform === 'win32' ? 0n : ctimeNs };
  }
  if (!stats.isFile()) {
    throw new InputError('is a pipe or a device, and a file is read more than once; save what it gives to a file', {
      file,
    });
  }
  const { dev, ino, size, mtimeNs } = stats;
  // On Windows the search index and virus scanners change it, and the content stays.
  const ctimeNs = process.platform === 'win32' ? 0n : stats.ctimeNs;
  return { dev, ino, size, mtimeNs, ctimeNs };
};

/**
 * As `identifyFile`, once the last change is a moment ago: the next one then has another time. A file that is written
 * to all the time is not waited for. File systems with coarser times than a disk's (FAT: 2 s) or with a memory of
 * their own (NFS) may still hide a change that leaves the size as it was.
 */
export const identifyAtRest = async (file: string): Promise<FileIdentity> => {
  for (let waits = 0; ; waits++) {
    const identity = await identifyFile(file);
    const { mtimeNs, ctimeNs } = identity;
    const age = Date.now() - Number((mtimeNs > ctimeNs ? mtimeNs : ctimeNs) / 1_000_000n);
    if (age < 0 || age >= clockTick || waits === mostWaits) return identity;
    await setTimeout(clockTick - age);
  }
};

export const isSameFile = (one: Pick<FileIdentity, 'dev' | 'ino'>, other: Pick<FileIdentity, 'dev' | 'ino'>): boolean =>
  one.dev === other.dev && one.ino === other.ino;

/** As text, equal for equal identities. */
export const identityKey = ({ dev, ino, size, mtimeNs, ctimeNs, content = '' }: FileIdentity): string =>
  [dev, ino, size, mtimeNs, ctimeNs, content].join(':');

/** What a failed `open` or `stat` means to the person. */
export const cannotOpen = (file: string, error: unknown): Error => {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new InputError('does not exist; check the path', { file });
    case 'EISDIR':
      return new InputError('is a folder; give a file in it', { file });
    case 'EACCES':
    case 'EPERM':
      return new InputError('may not be read; give yourself permission to read it', { file });
    case 'ENAMETOOLONG':
    case 'ELOOP':
      return new InputError('cannot be a file: its name is too long, or links that lead to themselves', { file });
    default:
      return error instanceof Error ? error : new Error(String(error));
  }
};
