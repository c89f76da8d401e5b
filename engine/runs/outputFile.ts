import { type BigIntStats, constants } from 'node:fs';
import { access, lstat, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../errors.ts';
import { isSameFile } from '../files/fileIdentity.ts';
import { isInRun } from './isInRun.ts';
import { reasonOf } from './runFolder.ts';
import { type Replacement, writeAtomically } from './writeAtomically.ts';

/** A file or folder that an output must not replace, nor be in. */
export interface Kept {
  readonly path: string;
  /** `the data`. */
  readonly what: string;
}

/**
 * A file that a person chose to write to. An ordinary file there is replaced whole or not at all and keeps its mode and,
 * where the system allows it, its owner; a link stays and what it stands for is replaced.
 */
export class OutputFile {
  private readonly path: string;
  private readonly kept: readonly Kept[];

  private constructor(path: string, kept: readonly Kept[]) {
    this.path = path;
    this.kept = kept;
  }

  /**
   * Looks before any work is done. Throws an `InputError` for what cannot be written, for all that is no ordinary file,
   * for what is `kept` under whatever name, and for everything in the folder of a run.
   */
  static async choose(path: string, kept: readonly Kept[]): Promise<OutputFile> {
    const output = new OutputFile(path, kept);
    await output.find();
    return output;
  }

  /** Throws an `InputError` as `choose` does: much may have happened since. */
  async write(chunks: Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>): Promise<void> {
    const { path, like } = await this.find();
    try {
      await writeAtomically(path, chunks, { ...(like && { like }), check: () => this.mustStillBe(path) });
    } catch (error) {
      if (!(error instanceof Error && 'syscall' in error)) throw error;
      throw this.refuse(`cannot be written: ${reasonOf(error)}; choose another file`);
    }
  }

  private async mustStillBe(target: string): Promise<void> {
    const { path } = await this.find();
    if (path !== target) throw this.refuse('leads to another file than a moment ago; try again');
  }

  /** Where the output goes, the file that a link stands for, and what the file there is like. */
  private async find(): Promise<{ readonly path: string } & Replacement> {
    if (deviceNames.test(this.path)) throw this.refuse(`is a device, ${wayFromDevice}`);
    const found = await stat(this.path, { bigint: true }).catch((error: unknown) => this.whyAbsent(error));
    if (found) await this.mustBeOrdinary(found);
    else await this.mustHaveFolder();
    const path = found ? await realpath(this.path) : join(await realpath(dirname(this.path)), basename(this.path));
    await this.mustNotBeKept(path, found);
    if (await isInRun(dirname(path))) throw this.refuse(`is in the folder of a run; ${wayFromFolder}`);
    await access(dirname(path), constants.W_OK).catch((error: unknown) => {
      throw this.refuse(`no file can be made in its folder: ${reasonOf(error)}; choose another folder`);
    });
    if (!found) return { path };
    const { uid, gid, mode } = found;
    return { path, like: { uid: Number(uid), gid: Number(gid), mode: Number(mode) } };
  }

  /** A path without a file is free, unless a link is there, or something that cannot even be looked at. */
  private async whyAbsent(error: unknown): Promise<undefined> {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'ELOOP') {
      throw this.refuse(`cannot be written: ${reasonOf(error)}; choose another file`);
    }
    const link = await lstat(this.path).catch(() => undefined);
    if (link) throw this.refuse('is a link to a file that does not exist; remove the link or name another file');
  }

  private async mustHaveFolder(): Promise<void> {
    const folder = dirname(this.path);
    const found = await stat(folder).catch(() => undefined);
    if (!found) throw this.refuse('cannot be written: its folder does not exist; make it first, or name another file');
    if (!found.isDirectory()) throw this.refuse(`cannot be written: ${folder} is not a folder; name another file`);
  }

  private async mustBeOrdinary(found: BigIntStats): Promise<void> {
    if (found.isDirectory()) throw this.refuse('is a folder; name a file in it');
    if (!found.isFile()) {
      const kind = found.isFIFO() ? 'pipe' : found.isSocket() ? 'socket' : 'device';
      throw this.refuse(`is a ${kind}, ${wayFromDevice}`);
    }
    await access(this.path, constants.W_OK).catch((error: unknown) => {
      throw this.refuse(`may not be written: ${reasonOf(error)}; give yourself permission, or name another file`);
    });
  }

  private async mustNotBeKept(path: string, found: BigIntStats | undefined): Promise<void> {
    for (const kept of this.kept) {
      const stats = await stat(kept.path, { bigint: true }).catch(() => undefined);
      if (!stats) continue;
      if (found && isSameFile(found, stats)) throw this.refuse(`is ${kept.what}, ${wayFromKept}`);
      if (stats.isDirectory() && (await isIn(path, stats))) throw this.refuse(`is in ${kept.what}; ${wayFromFolder}`);
    }
  }

  private refuse(message: string): InputError {
    return new InputError(message, { file: this.path });
  }
}

/** What they stand for is another thing in every process. */
const deviceNames = /^\/(dev\/(fd\/|std(in|out|err)$)|proc\/)/;

const wayFromDevice = 'not a file; name an ordinary file and read it from there';
const wayFromKept = 'which would be lost; name another file';
const wayFromFolder = 'name a file outside of it';

const isIn = async (path: string, folder: BigIntStats): Promise<boolean> => {
  for (let above = dirname(path); ; above = dirname(above)) {
    const stats = await stat(above, { bigint: true }).catch(() => undefined);
    if (stats && isSameFile(stats, folder)) return true;
    if (above === dirname(above)) return false;
  }
};
