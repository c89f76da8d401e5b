import { execFile } from 'node:child_process';
import { mkdir, open, rm, rmdir, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const megabytes = 4;

/** A disk of some megabytes that is full when it is told to be. */
export interface SmallDisk {
  readonly folder: string;
  /** What the processes that write to it need in their environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Leaves so many bytes free. */
  fill(free: number): Promise<void>;
  makeRoom(): Promise<void>;
  remove(): Promise<void>;
}

/** A disk of its own in memory for whoever may mount one, else a folder into which writes are made to fail. */
export const createSmallDisk = async (parent: string): Promise<SmallDisk> => {
  const folder = join(parent, 'disk');
  await mkdir(folder);
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  } catch {
    await rmdir(folder);
    return createLimitedFolder(parent);
  }
  const ballast = join(folder, 'ballast');
  return {
    folder,
    env: {},
    fill: (free) => writeBallast(ballast, free),
    makeRoom: () => rm(ballast, { force: true }),
    remove: async () => {
      await run('umount', [folder]);
    },
  };
};

/** Fills the disk as quickly as it goes, then gives back what is to stay free. */
const writeBallast = async (file: string, free: number): Promise<void> => {
  const handle = await open(file, 'w');
  try {
    const { bavail, bsize } = await statfs(file);
    let size = 0;
    try {
      await handle.writeFile(new Uint8Array(bavail * bsize));
      size = bavail * bsize;
    } catch {
      // Somebody else has taken the rest.
      ({ size } = await handle.stat());
    }
    await handle.truncate(Math.max(0, size - free));
  } finally {
    await handle.close();
  }
};

/** A folder in which the writes of the processes with its environment fail as on a full disk. */
export const createLimitedFolder = async (parent: string): Promise<SmallDisk> => {
  const folder = join(parent, 'disk');
  await mkdir(folder);
  const left = join(parent, 'bytes-left');
  const preload = new URL('./limitWrites.ts', import.meta.url).href;
  return {
    folder,
    env: {
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import=${preload}`.trim(),
      SMALL_DISK: folder,
      SMALL_DISK_LEFT: left,
    },
    fill: (free) => writeFile(left, String(free)),
    makeRoom: () => rm(left, { force: true }),
    remove: async () => undefined,
  };
};
