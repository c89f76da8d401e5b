import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import { join } from 'node:path';

/** The process that trains a run, as its lock file names it. */
export interface RunHolder {
  readonly pid: number;
  readonly host: string;
  /** When it took the run, ISO. */
  readonly since: string;
  /** No two takings share one. */
  readonly token: string;
  /** The computer, beyond its name. */
  readonly machine: string;
  /** One start of a kernel, and one numbering of its processes: containers have their own. Linux tells. */
  readonly boot?: string;
  readonly numbering?: string;
  /** When the process began, by the kernel's clock: a number that is given away again comes with another. */
  readonly began?: string;
}

/** A lock file of a run folder, `lock-7.json`, or of a run that was let go of, `free-7.json`. The highest number counts. */
export interface LockFile {
  readonly name: string;
  readonly number: number;
  readonly isFree: boolean;
}

/**
 * In milliseconds: a holder touches its file every so often, and one that cannot be looked up from here counts as gone
 * after such a silence.
 */
export interface Signs {
  readonly every: number;
  readonly silence: number;
}

export const usualSigns: Signs = { every: 5000, silence: 600_000 };

/** This process, about to take a run. */
export const createHolder = (): RunHolder => ({
  pid: process.pid,
  host: hostname(),
  since: new Date().toISOString(),
  token: randomUUID(),
  machine: createHash('sha256')
    .update(`${hostname()}\n${readIfAny('/etc/machine-id') ?? ''}`)
    .digest('hex')
    .slice(0, 16),
  ...kernelOf(process.pid),
});

/**
 * Whether the process still lives, frozen or not; a process that Linux ended and started since then has another
 * beginning. `unknown`: it is on another computer or in another container, or the system only tells that some process
 * has its number now.
 */
export const lifeOf = (holder: RunHolder): 'alive' | 'dead' | 'unknown' => {
  const self = createHolder();
  const isSameMachine = holder.machine === self.machine;
  if (holder.boot !== undefined && self.boot !== undefined) {
    if (holder.boot !== self.boot) return isSameMachine ? 'dead' : 'unknown';
    if (holder.numbering !== self.numbering) return 'unknown';
    const { began } = kernelOf(holder.pid);
    // A system may hide the processes of others.
    if (began === undefined) return isNumberInUse(holder.pid) ? 'unknown' : 'dead';
    return began === holder.began ? 'alive' : 'dead';
  }
  if (!isSameMachine) return 'unknown';
  const startOfMachine = Date.now() - uptime() * 1000;
  if (Date.parse(holder.since) < startOfMachine - 60_000) return 'dead';
  return isNumberInUse(holder.pid) ? 'unknown' : 'dead';
};

/** Whether this very process wrote it. */
export const isSelf = (holder: RunHolder): boolean => {
  const self = createHolder();
  const fields = ['pid', 'machine', 'boot', 'numbering', 'began'] as const;
  return fields.every((field) => holder[field] === self[field]);
};

/** The lock files of a folder, the one that counts first. */
export const listLocks = (folder: string): LockFile[] =>
  readdirSync(folder)
    .flatMap((name) => {
      const [, state, digits] = /^(lock|free)-(\d{1,15})\.json$/.exec(name) ?? [];
      return digits === undefined ? [] : [{ name, number: Number(digits), isFree: state === 'free' }];
    })
    .sort((a, b) => b.number - a.number || Number(b.isFree) - Number(a.isFree));

/** What a lock file says; undefined for one that is not whole. Throws when there is none. */
export const readHolder = (file: string): RunHolder | undefined => {
  const text = readFileSync(file, 'utf8');
  try {
    const value = JSON.parse(text) as Partial<RunHolder> | null;
    const isWhole =
      typeof value?.pid === 'number' &&
      [value.host, value.since, value.token, value.machine].every((field) => typeof field === 'string');
    return isWhole ? (value as RunHolder) : undefined;
  } catch {
    return undefined;
  }
};

/** When a lock file was touched last, in milliseconds since 1970. */
export const lastBeat = (file: string): number => statSync(file).mtimeMs;

/**
 * Whether a process trains the run of `folder`, as far as its lock files tell at a glance; undefined when it has none,
 * as a run of before there were any.
 */
export const isHeld = (folder: string): boolean | undefined => {
  try {
    const [lock] = listLocks(folder);
    if (!lock) return undefined;
    if (lock.isFree) return false;
    const file = join(folder, lock.name);
    const holder = readHolder(file);
    const life = holder ? lifeOf(holder) : 'unknown';
    return life === 'unknown' ? Date.now() - lastBeat(file) < usualSigns.silence : life === 'alive';
  } catch {
    // The folder is gone, or the run was let go of a moment ago.
    return undefined;
  }
};

/** Only Linux has these files; elsewhere they are missing and nothing is said. */
const kernelOf = (pid: number): Pick<RunHolder, 'boot' | 'numbering' | 'began'> => {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const numbering = readlinkSync('/proc/self/ns/pid');
    const began = beginningOf(pid);
    return { boot, numbering, ...(began !== undefined && { began }) };
  } catch {
    return {};
  }
};

/** Field 22 of proc(5)'s `stat`; `ended` for a process that is only waiting to be cleared away. */
const beginningOf = (pid: number): string | undefined => {
  const stat = readIfAny(`/proc/${pid}/stat`);
  // The name before the third field may hold spaces and brackets.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields && (fields[0] === 'Z' || fields[0] === 'X' ? 'ended' : fields[19]);
};

const readIfAny = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
};

const isNumberInUse = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, but of another person.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};
