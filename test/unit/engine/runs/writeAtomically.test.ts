import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeAtomically } from '../../../../engine/runs/writeAtomically.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-write-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('the new content replaces the old one and no temporary file stays', async () => {
  const file = join(folder, 'run.json');
  await writeAtomically(file, ['old']);
  await writeAtomically(file, ['new ', new TextEncoder().encode('content')]);
  expect(await readFile(file, 'utf8')).toBe('new content');
  expect(await readdir(folder)).toEqual(['run.json']);
});

test('when the rename fails the target is untouched and no temporary file stays', async () => {
  const file = join(folder, 'taken');
  await mkdir(join(file, 'inside'), { recursive: true });
  await expect(writeAtomically(file, ['x'])).rejects.toThrow();
  expect(await readdir(folder)).toEqual(['taken']);
  expect(await readdir(file)).toEqual(['inside']);
});
