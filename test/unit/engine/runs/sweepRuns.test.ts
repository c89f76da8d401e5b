import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runFiles } from '../../../../engine/runs/runFiles.ts';
import { RunLock } from '../../../../engine/runs/runLock.ts';
import { sweepHeldRun, sweepRuns } from '../../../../engine/runs/sweepRuns.ts';

let runs: string;
beforeEach(async () => {
  runs = await mkdtemp(join(tmpdir(), 'rnn-sweep-'));
});
afterEach(() => rm(runs, { recursive: true }));

const dead = spawnSync(process.execPath, ['-e', '']).pid;
const id = 'weather-lstm8-20260101-120000-0a1f';

const make = async (name: string, ...files: readonly string[]): Promise<string> => {
  const folder = join(runs, name);
  await mkdir(folder);
  for (const file of files) await writeFile(join(folder, file), '');
  const longAgo = new Date(Date.now() - 3_600_000);
  await utimes(folder, longAgo, longAgo);
  return folder;
};

test('temporary files of dead processes go, those of living ones and of others stay', async () => {
  const others = ['run.json', 'notes.4711.1.tmp', `w.csv.${dead}.1.tmp`, `best.safetensors.${process.pid}.2.tmp`];
  const folder = await make(id, `run.json.${dead}.1.tmp`, `last.safetensors.${dead}.2a.tmp`, ...others);
  await sweepRuns(runs);
  expect((await readdir(folder)).sort()).toEqual([...others].sort());
});

test('of whatever a run writes, its plots too, temporary files go', async () => {
  const names = [...Object.values(runFiles), 'lock-1.json'].map((name) => `${name}.${dead}.9.tmp`);
  const folder = await make(id, 'run.json', ...names);
  const lock = await RunLock.take(folder);
  await sweepHeldRun(folder);
  expect((await readdir(folder)).sort()).toEqual(['lock-1.json', 'run.json']);
  await lock.release();
});

test('a run folder without a record goes when nothing but the beginning of a run is in it', async () => {
  await make(id, 'lock-1.json', `last.safetensors.${dead}.1.tmp`);
  await make(id.replace('lstm', 'gru'));
  await make('weather-lstm8-20260101-120000-0a1e', 'last.safetensors', 'mine.txt');
  await make('weather-lstm8-20260101-120000-0a1d', 'last.safetensors', 'best.safetensors');
  await make('weather-lstm8-20260101-120000-0a1c', 'last.safetensors', 'metrics.jsonl');
  await make('my-own-folder');
  await make('my-other-folder', `run.json.${dead}.1.tmp`);
  await utimes(join(runs, id, 'lock-1.json'), new Date(0), new Date(0));
  await sweepRuns(runs);
  expect(await readdir(join(runs, 'my-other-folder'))).toHaveLength(1);
  expect((await readdir(runs)).sort()).toEqual([
    'my-other-folder',
    'my-own-folder',
    ...['c', 'd', 'e'].map((letter) => `weather-lstm8-20260101-120000-0a1${letter}`),
  ]);
});

test('a folder that was just made, or is held, is left alone', async () => {
  await mkdir(join(runs, id));
  const held = await make(id.replace('lstm', 'gru'), `run.json.${dead}.1.tmp`);
  const lock = await RunLock.take(held);
  await sweepRuns(runs);
  expect(await readdir(runs)).toHaveLength(2);
  expect((await readdir(held)).sort()).toEqual(['lock-1.json', `run.json.${dead}.1.tmp`]);
  await sweepHeldRun(held);
  expect(await readdir(held)).toEqual(['lock-1.json']);
  await lock.release();
});

test('where there are no runs yet nothing happens', async () => {
  await sweepRuns(join(runs, 'missing'));
});
