import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, rmdirSync, statfsSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** A disk of its own that a test can fill, make read-only and make room on. Only the administrator of a Linux can mount one. */
export class SmallDisk {
  readonly path: string;
  private readonly filler: string;

  private constructor(path: string) {
    this.path = path;
    this.filler = join(path, 'filler');
  }

  static readonly canBeMade = ((): boolean => {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
    const disk = SmallDisk.tryToMake(1);
    disk?.remove();
    return disk !== undefined;
  })();

  static make(megabytes: number): SmallDisk {
    const disk = SmallDisk.tryToMake(megabytes);
    if (!disk) throw new Error('no disk can be mounted here');
    return disk;
  }

  private static tryToMake(megabytes: number): SmallDisk | undefined {
    const path = mkdtempSync(join(tmpdir(), 'rnn-disk-'));
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path]);
    if (status === 0) return new SmallDisk(path);
    rmdirSync(path);
    return undefined;
  }

  /** Takes all the room there is but for `bytes`, before anything else can happen. */
  fill(bytes = 0): void {
    rmSync(this.filler, { force: true });
    const { bavail, bsize } = statfsSync(this.path);
    writeFileSync(this.filler, Buffer.alloc(Math.max(0, bavail * bsize - bytes)));
  }

  makeRoom(): Promise<void> {
    return rm(this.filler);
  }

  /** Tries again while a file is open for writing, which keeps a disk from becoming read-only. */
  async setWritable(isWritable: boolean): Promise<void> {
    const options = `remount,${isWritable ? 'rw' : 'ro'}`;
    while (spawnSync('mount', ['-o', options, this.path]).status !== 0) await setTimeout(5);
  }

  remove(): void {
    execFileSync('umount', ['-l', this.path]);
    rmdirSync(this.path);
  }
}
