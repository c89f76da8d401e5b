import { afterAll, beforeEach, expect, test } from 'vitest';
import { Workbench } from './workbench.ts';

const data = new Set<string>();
let opened: Promise<Workbench> | undefined;

/**
 * Opens one window for all modules of tests that a test file imports, since a window takes as much to open as most of
 * them take in all. They run in the order of the imports, and each has to begin by what it needs.
 * @param names of the files that one of them needs, as `placeData` knows them
 * @returns what gives the window, which has the files of all
 */
export const windowWith = (...names: readonly string[]): (() => Promise<Workbench>) => {
  for (const name of names) data.add(name);
  return () => (opened ??= Workbench.open([...data]));
};

/** For the test file itself, after its imports: looks at the window that they used and closes it. */
export const endWindow = (): void => {
  beforeEach(({ task, onTestFailed }) => onTestFailed(async () => (await opened)?.screenshot(`failed-${task.id}`)));
  afterAll(async () => (await opened)?.close());

  test('no page violates its content security policy or throws', async () => {
    expect((await opened)?.complaints).toEqual([]);
  });
};
