import { randomUUID } from 'node:crypto';
import { access, link, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { InputError } from '../errors.ts';
import {
  type LockFile,
  type RunHolder,
  type Signs,
  createHolder,
  isSelf,
  lastBeat,
  lifeOf,
  listLocks,
  readHolder,
  usualSigns,
} from '../runHolder.ts';

/** The run has been taken from us or taken away: nothing of it may be written any more. */
export class RunLost extends InputError {}

/** What this process holds: a file that names it and is not among these was left by a failure to let go. */
const heldHere = new Set<string>();

/**
 * The right to write to a run folder, one process at a time. It dies with its process, since the file names it so that
 * others can tell whether it lives; they never go by time where they can look it up, as a frozen process still holds
 * its run. A holder on another computer or in another container, and any but on Linux whose number is in use, cannot be
 * looked up: it counts as gone after ten silent minutes and a wait in which it could have spoken, and finds out by
 * `check` before its next write.
 *
 * A run that was held by `lock-3.json` is taken by making `lock-4.json`, which only one process can, never by replacing
 * a file. Whoever makes one and then sees another with its number or a higher one has come too late. Numbers never go
 * down, so letting go leaves `free-4.json`.
 */
export class RunLock {
  private readonly folder: string;
  private readonly number: number;
  private readonly token: string;
  private readonly beat: NodeJS.Timeout;

  private constructor(folder: string, number: number, { token }: RunHolder, signs: Signs) {
    this.folder = folder;
    this.number = number;
    this.token = token;
    this.beat = setInterval(() => {
      const now = new Date();
      // Where that fails, the next save tells why.
      utimes(this.path, now, now).catch(() => undefined);
    }, signs.every);
    this.beat.unref();
  }

  /** Throws an `InputError` that says who holds the run, a `RunLost` where there is no such folder. */
  static async take(folder: string, signs = usualSigns): Promise<RunLock> {
    for (;;) {
      if (!(await isThere(folder))) throw deleted(folder);
      const [last] = listLocks(folder);
      if (last && !last.isFree) await refuseUnlessGone(folder, last, signs);
      const lock = await RunLock.makeNext(folder, (last?.number ?? 0) + 1, signs);
      if (lock) return lock;
    }
  }

  /** Resolves to undefined when another process was faster. */
  private static async makeNext(folder: string, number: number, signs: Signs): Promise<RunLock | undefined> {
    const holder = createHolder();
    const name = `lock-${number}.json`;
    heldHere.add(holder.token);
    let isOurs = false;
    try {
      if (!(await publish(folder, name, holder))) return undefined;
      const others = listLocks(folder).filter((other) => other.name !== name);
      isOurs = others.every((other) => other.number < number);
      const left = isOurs ? others.map((other) => other.name) : [name];
      // An older one that stays does no harm.
      await Promise.allSettled(left.map((file) => rm(join(folder, file), { force: true })));
      return isOurs ? new RunLock(folder, number, holder, signs) : undefined;
    } finally {
      if (!isOurs) heldHere.delete(holder.token);
    }
  }

  /** Throws a `RunLost` when the run is not ours any more. */
  async check(): Promise<void> {
    if (await isThere(this.path)) return;
    if (!(await isThere(this.folder))) throw deleted(this.folder);
    const what = 'another process has taken the run over, or its lock was deleted';
    throw new RunLost(`${what}: nothing more is saved, and the training here has ended`, { file: this.folder });
  }

  async release(): Promise<void> {
    clearInterval(this.beat);
    heldHere.delete(this.token);
    // Of a run that was taken away there is nothing to let go of.
    await rename(this.path, join(this.folder, `free-${this.number}.json`)).catch(() => undefined);
  }

  private get path(): string {
    return join(this.folder, `lock-${this.number}.json`);
  }
}

const deleted = (folder: string): RunLost =>
  new RunLost('the run folder was deleted or moved: nothing more can be saved, and the training has ended', {
    file: folder,
  });

const refuseUnlessGone = async (folder: string, lock: LockFile, signs: Signs): Promise<void> => {
  const file = join(folder, lock.name);
  let holder: RunHolder | undefined;
  try {
    holder = readHolder(file);
    if (holder && isSelf(holder) && !heldHere.has(holder.token)) return;
    const life = holder ? lifeOf(holder) : 'unknown';
    if (life === 'dead') return;
    if (life === 'unknown' && (await isSilent(file, signs))) return;
    throw refusal(folder, lock, life === 'alive' ? undefined : signs, holder);
  } catch (error) {
    // It was let go of or taken over a moment ago, which making the next file will show.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
};

/** Clocks of two computers differ, and all have slept together: a long silence counts only when it goes on. */
const isSilent = async (file: string, { every, silence }: Signs): Promise<boolean> => {
  const last = lastBeat(file);
  if (Math.abs(Date.now() - last) < silence) return false;
  await setTimeout(2 * every);
  return lastBeat(file) === last;
};

/** `signs` where only those tell whether the holder lives. */
const refusal = (folder: string, lock: LockFile, signs: Signs | undefined, holder?: RunHolder): InputError => {
  const who = holder ? `process ${holder.pid} on ${holder.host} since ${holder.since}` : 'another process';
  const otherwise = signs
    ? `; if that has ended, delete ${lock.name} there or try again in ${signs.silence / 60_000} minutes`
    : '';
  return new InputError(`is still being trained by ${who}: stop it there${otherwise}`, { file: folder });
};

/** Makes the file with its content in one step, where the disk has links. Returns false when another has made it. */
const publish = async (folder: string, name: string, holder: RunHolder): Promise<boolean> => {
  const file = join(folder, name);
  const text = `${JSON.stringify(holder, null, 2)}\n`;
  const temporary = `${file}.${process.pid}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    await link(temporary, file);
    return true;
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (syscall !== 'link') throw error;
  } finally {
    await rm(temporary, { force: true });
  }
  return create(file, text);
};

const create = async (file: string, text: string): Promise<boolean> => {
  try {
    await writeFile(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    // Made, but left empty by a full disk.
    if (syscall !== 'open') await rm(file, { force: true });
    throw error;
  }
};

const isThere = async (path: string): Promise<boolean> => {
  try {
    await access(path);
    return true;
  } catch (error) {
    // What cannot be looked at for another reason, as on a drive that answers late, is not gone.
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
};
