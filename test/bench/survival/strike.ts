import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../../../engine/compute/random.ts';

/** When something happens to a training: after a time, or at one of the changes to the files of its run. */
export type Instant =
  | { readonly kind: 'time'; readonly milliseconds: number }
  | { readonly kind: 'write'; readonly change: number; readonly later: number };

/** Half of them lie anywhere within the training and a little beyond, half within what is written, where it hurts. */
export const drawInstant = (random: Random, milliseconds: number): Instant =>
  random.integer(2) === 0
    ? { kind: 'time', milliseconds: random.next() * 1.1 * milliseconds }
    : { kind: 'write', change: 1 + random.integer(60), later: random.next() * 2 };

export const describeInstant = (instant: Instant): string =>
  instant.kind === 'time'
    ? `after ${instant.milliseconds.toFixed(0)} ms`
    : `${instant.later.toFixed(1)} ms after change ${instant.change}`;

/** Does `act` once at the instant, unless `cancel` is called before. `runs` is the folder that holds the run. */
export const strike = (instant: Instant, runs: string, act: () => void): { cancel: () => void } => {
  if (instant.kind === 'time') {
    const timer = setTimeout(act, instant.milliseconds);
    return { cancel: () => clearTimeout(timer) };
  }
  let changes = 0;
  const watcher = new ChangeWatcher(runs, () => {
    changes += 1;
    if (changes !== instant.change) return;
    watcher.close();
    // A timer would come a millisecond late, when most of what is written is through.
    const until = performance.now() + instant.later;
    while (performance.now() < until);
    act();
  });
  return { cancel: () => watcher.close() };
};

/** Tells of every change in a folder and in the folders within it, which Linux tells of one folder alone. */
class ChangeWatcher {
  private readonly watchers = new Map<string, FSWatcher>();
  private readonly onChange: () => void;

  constructor(folder: string, onChange: () => void) {
    this.onChange = onChange;
    this.add(folder);
    for (const name of readdirSync(folder)) this.add(join(folder, name));
  }

  close(): void {
    for (const watcher of this.watchers.values()) watcher.close();
  }

  private add(folder: string): void {
    if (this.watchers.has(folder) || !isFolder(folder)) return;
    const watcher = watch(folder, (_, name) => {
      if (name !== null) this.add(join(folder, name));
      this.onChange();
    });
    watcher.on('error', () => undefined);
    this.watchers.set(folder, watcher);
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
