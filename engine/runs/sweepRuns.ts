import { readdir, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isHeld } from '../runHolder.ts';
import { runFiles } from './runFiles.ts';

/** Milliseconds after which nobody is about to take a folder just made. */
const youth = 60_000;

const lock = /^(lock|free)-\d+\.json$/;
const ownFiles = new Set<string>(Object.values(runFiles));
/** What a run folder has before its record. */
const isBeginning = (name: string): boolean => name === runFiles.last || lock.test(name);
/** What `createRunId` makes. */
const runId = /-\d{8}-\d{6}-[0-9a-f]{4}$/;

/**
 * Removes from a folder of runs what killed processes have left there: temporary files, and run folders that never got
 * their `run.json`. Runs that are held are left alone, and whatever is not ours.
 */
export const sweepRuns = async (runs: string): Promise<void> => {
  // Nothing that is swept is needed, and what cannot be swept now may be another time.
  const names = await readdir(runs).catch(() => []);
  for (const name of names.filter((name) => runId.test(name))) await sweepRun(join(runs, name)).catch(() => undefined);
};

/** Of a run that we hold, what its earlier holders have left. */
export const sweepHeldRun = async (run: string): Promise<void> => {
  for (const name of await readdir(run)) if (ownerOf(name) !== undefined) await rm(join(run, name), { force: true });
};

const sweepRun = async (run: string): Promise<void> => {
  const names = await readdir(run);
  const temporary = names.filter((name) => {
    const owner = ownerOf(name);
    return owner !== undefined && !isAlive(owner);
  });
  const isUnmade = names.every((name) => isBeginning(name) || ownerOf(name) !== undefined);
  if (temporary.length === 0 && !isUnmade) return;
  const isYoung = Date.now() - (await stat(run)).mtimeMs < youth;
  // What was listed before this look is of no holder that comes after it.
  if (isHeld(run) === true) return;
  for (const name of temporary) await rm(join(run, name), { force: true });
  if (!isUnmade || isYoung) return;
  for (const name of names) await rm(join(run, name), { force: true });
  await rmdir(run);
};

/** The number of the process that wrote a temporary file of ours, `run.json.4711.3.tmp`. */
const ownerOf = (name: string): number | undefined => {
  const [, file = '', owner] = /^(.+)\.(\d+)\.[0-9a-f]+\.tmp$/.exec(name) ?? [];
  return ownFiles.has(file) || lock.test(file) ? Number(owner) : undefined;
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};
