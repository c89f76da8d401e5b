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

/** The fields that a list of runs is made of. */
const record = {
  version: 1,
  id: 'a',
  created: '2026-01-01T00:00:00.000Z',
  updated: '2026-01-01T00:00:00.000Z',
  status: 'running',
  pid: 1,
  file: '/data/weather.csv',
  config: {
    task: 'forecast',
    data: { delimiter: ',', missingValues: ['NA'] },
    model: { cell: 'lstm', hiddenSize: 8, numLayers: 1 },
    training: { epochs: 2 },
  },
  choices: ['the target is temp_max'],
  parameters: 10,
  baselines: { lastValue: { mae: 2 } },
  headline: { metric: 'mae', lowerIsBetter: true },
  kernels: 'WASM SIMD',
  threads: 1,
  epoch: 0,
  seconds: 0,
};

const write = (name: string, ...values: unknown[]): Promise<void> =>
  writeFile(join(folder, name), values.map((value) => `${JSON.stringify(value)}\n`).join(''));

test('an empty folder has no record, no reports and no plot', async () => {
  expect(await readRecord(folder)).toBeUndefined();
  expect(await readEvents(folder)).toEqual([]);
  expect(await readPlot(folder)).toBeUndefined();
});

test('what is no record of version 1 is not taken for one', async () => {
  await write('run.json', { ...record, version: 2 });
  expect(await readRecord(folder)).toBeUndefined();
  await write('run.json', record);
  expect(await readRecord(folder)).toEqual(record);
});

test.each([
  ['file', undefined],
  ['created', 5],
  ['choices', null],
  ['baselines', { lastValue: null }],
  ['headline', {}],
  ['config', {}],
  ['config', { ...record.config, task: '![](x)' }],
  ['config', { ...record.config, data: undefined }],
  ['config', { ...record.config, model: null }],
  ['config', { ...record.config, training: {} }],
  ['config', { ...record.config, data: { missingValues: 'none' } }],
  ['best', {}],
  ['test', { metrics: {} }],
  ['error', 'full disk'],
])('a record with a malformed %s is not taken for one: %j', async (name, value) => {
  await write('run.json', { ...record, [name]: value });
  expect(await readRecord(folder)).toBeUndefined();
});

test('a line that a kill cut short is left out', async () => {
  await write('metrics.jsonl', { event: 'step', step: 1, epoch: 1 }, { event: 'step', step: 2, epoch: 1 });
  await writeFile(join(folder, 'metrics.jsonl'), '{"event":"step","step":3,"ep', { flag: 'a' });
  expect(await readEvents(folder)).toMatchObject([{ step: 1 }, { step: 2 }]);
});

test('a stack that an engine of before wrote into a message is left out', async () => {
  const error = {
    message: 'Error: A compute thread has not answered for 30 s.\n    at wait (/opt/dist/engine.mjs:12:9)',
  };
  const plain = { message: 'Error: A compute thread has not answered for 30 s.' };
  await write('run.json', { ...record, status: 'failed', error });
  await write('metrics.jsonl', { event: 'error', ...error, isInputError: false });
  expect((await readRecord(folder))?.error).toEqual(plain);
  expect(await readEvents(folder)).toEqual([{ event: 'error', ...plain, isInputError: false }]);
});

test('looks at gradients stand behind the report of their step and before the end of its epoch and of the run', async () => {
  const metrics = [
    { event: 'step', step: 1 },
    { event: 'step', step: 20 },
    { event: 'log' },
    { event: 'epoch', step: 26, epoch: 1 },
    { event: 'step', step: 30 },
    { event: 'done' },
  ];
  const gradients = [1, 26, 51].map((step) => ({ event: 'gradients', step }));
  await write('metrics.jsonl', ...metrics);
  await write('gradients.jsonl', ...gradients);
  const [first, second, log, epoch, third, done] = metrics;
  const [one, two, three] = gradients;
  expect(await readEvents(folder)).toEqual([first, one, second, log, two, epoch, third, three, done]);
});

test('samples stand behind the epoch they were made after, the ones of an unfinished epoch at the end', async () => {
  const epochs = [1, 2, 3].map((epoch) => ({ event: 'epoch', epoch }));
  const samples = [1, 3, 4].map((epoch) => ({ event: 'sample', epoch }));
  await write('metrics.jsonl', ...epochs);
  await write('samples.jsonl', ...samples);
  expect(await readEvents(folder)).toEqual([epochs[0], samples[0], epochs[1], epochs[2], samples[1], samples[2]]);
});
