import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readEvents, readPlot, readRecord } from '../../../src/runFolder.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-folder-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = (name: string, ...values: unknown[]): Promise<void> =>
  writeFile(join(folder, name), values.map((value) => `${JSON.stringify(value)}\n`).join(''));

test('an empty folder has no record, no reports and no plot', async () => {
  expect(await readRecord(folder)).toBeUndefined();
  expect(await readEvents(folder)).toEqual([]);
  expect(await readPlot(folder)).toBeUndefined();
});

test('what is no record of version 1 is not taken for one', async () => {
  await write('run.json', { version: 2, id: 'a', config: {}, status: 'running' });
  expect(await readRecord(folder)).toBeUndefined();
  await write('run.json', { version: 1, id: 'a', config: {}, status: 'running' });
  expect(await readRecord(folder)).toMatchObject({ id: 'a' });
});

test('a line that a kill cut short is left out', async () => {
  await write('metrics.jsonl', { event: 'step', step: 1, epoch: 1 }, { event: 'step', step: 2, epoch: 1 });
  await writeFile(join(folder, 'metrics.jsonl'), '{"event":"step","step":3,"ep', { flag: 'a' });
  expect(await readEvents(folder)).toMatchObject([{ step: 1 }, { step: 2 }]);
});

test('samples stand behind the epoch they were made after, the ones of an unfinished epoch at the end', async () => {
  const epochs = [1, 2, 3].map((epoch) => ({ event: 'epoch', epoch }));
  const samples = [1, 3, 4].map((epoch) => ({ event: 'sample', epoch }));
  await write('metrics.jsonl', ...epochs);
  await write('samples.jsonl', ...samples);
  expect(await readEvents(folder)).toEqual([epochs[0], samples[0], epochs[1], epochs[2], samples[1], samples[2]]);
});
