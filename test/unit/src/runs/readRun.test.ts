import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ForecastPlot, RunEvent } from '../../../../engine/protocol.ts';
import { readEvents, readPlot, readRecord } from '../../../../src/runs/readRun.ts';
import { wholeEvents, wholeRecord } from '../../engine/wholeRecord.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-folder-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = (name: string, ...values: unknown[]): Promise<void> =>
  writeFile(join(folder, name), values.map((value) => `${JSON.stringify(value)}\n`).join(''));

const step = (number: number): RunEvent => ({ ...wholeEvents.step, step: number });
const epoch = (number: number, at: number): RunEvent => ({ ...wholeEvents.epoch, epoch: number, step: at });
const sample = (number: number): RunEvent => ({ ...wholeEvents.sample, epoch: number });
const gradients = (at: number): RunEvent => ({ ...wholeEvents.gradients, step: at });

test('an empty folder has no record, no reports and no plot', async () => {
  expect(await readRecord(folder)).toBeUndefined();
  expect(await readEvents(folder)).toEqual([]);
  expect(await readPlot(folder)).toBeUndefined();
});

test('what is no record of version 1 is not taken for one', async () => {
  await write('run.json', { ...wholeRecord, version: 2 });
  expect(await readRecord(folder)).toBeUndefined();
  await write('run.json', wholeRecord);
  expect(await readRecord(folder)).toEqual(wholeRecord);
});

test('a run of before the later options is shown with what it trained with', async () => {
  const { averageDecay, clipValue, accumulationSteps, kernels, precision, ...training } = wholeRecord.config.training;
  const { bias, bidirectional, layerNorm, initializer, ...model } = wholeRecord.config.model;
  await write('run.json', { ...wholeRecord, config: { ...wholeRecord.config, training, model } });
  expect(await readRecord(folder)).toEqual(wholeRecord);
});

const { config } = wholeRecord;
test.each([
  ['file', undefined],
  ['created', 5],
  ['choices', null],
  ['baselines', { lastValue: null }],
  ['headline', {}],
  ['config', {}],
  ['config', { ...config, task: '![](x)' }],
  ['config', { ...config, data: undefined }],
  ['config', { ...config, model: null }],
  ['config', { ...config, training: {} }],
  ['config', { ...config, training: { ...config.training, epochs: 'many' } }],
  ['config', { ...config, data: { ...config.data, missingValues: 'none' } }],
  ['best', {}],
  ['test', { metrics: {} }],
  ['error', 'full disk'],
])('a record with a malformed %s is not taken for one: %j', async (name, value) => {
  await write('run.json', { ...wholeRecord, [name]: value });
  expect(await readRecord(folder)).toBeUndefined();
});

test('every kind of report is read as it was written, and a number that is not known as null', async () => {
  const { sample: text, gradients: look, ...metrics } = wholeEvents;
  await write('metrics.jsonl', ...Object.values(metrics));
  await write('samples.jsonl', text);
  await write('gradients.jsonl', look);
  const events = await readEvents(folder);
  expect(events).toHaveLength(Object.keys(wholeEvents).length);
  for (const event of Object.values(wholeEvents)) expect(events).toContainEqual(event);
  await write('metrics.jsonl', { ...wholeEvents.epoch, validLoss: NaN });
  expect(await readEvents(folder)).toContainEqual({ ...wholeEvents.epoch, validLoss: null });
});

test('a line that a kill cut short, and lines that are no reports, are left out', async () => {
  const wrong = [null, 5, {}, { event: 'step' }, { ...wholeEvents.step, step: 'one' }, { event: 'tea' }];
  await write('metrics.jsonl', step(1), ...wrong, step(2));
  await writeFile(join(folder, 'metrics.jsonl'), '{"event":"step","step":3,"ep', { flag: 'a' });
  expect(await readEvents(folder)).toEqual([step(1), step(2)]);
});

test('a stack that an engine of before wrote into a message is left out', async () => {
  const error = {
    message: 'Error: A compute thread has not answered for 30 s.\n    at wait (/opt/dist/engine.mjs:12:9)',
  };
  const plain = { message: 'Error: A compute thread has not answered for 30 s.' };
  await write('run.json', { ...wholeRecord, status: 'failed', error });
  await write('metrics.jsonl', { event: 'error', ...error, isInputError: false });
  expect((await readRecord(folder))?.error).toEqual(plain);
  expect(await readEvents(folder)).toEqual([{ event: 'error', ...plain, isInputError: false }]);
});

test('looks at gradients stand behind the report of their step and before the end of its epoch and of the run', async () => {
  const metrics = [step(1), step(20), wholeEvents.log, epoch(1, 26), step(30), wholeEvents.done];
  const looks = [1, 26, 51].map(gradients);
  await write('metrics.jsonl', ...metrics);
  await write('gradients.jsonl', ...looks);
  const [first, second, log, end, third, done] = metrics;
  const [one, two, three] = looks;
  expect(await readEvents(folder)).toEqual([first, one, second, log, two, end, third, three, done]);
});

test('samples stand behind the epoch they were made after, the ones of an unfinished epoch at the end', async () => {
  const epochs = [1, 2, 3].map((number) => epoch(number, number * 20));
  const samples = [1, 3, 4].map(sample);
  await write('metrics.jsonl', ...epochs);
  await write('samples.jsonl', ...samples);
  expect(await readEvents(folder)).toEqual([epochs[0], samples[0], epochs[1], epochs[2], samples[1], samples[2]]);
});

test('a plot whose lines are not equally long is none', async () => {
  const line = [1, null, 3];
  const series = { column: 'value', decimals: 1, x: [1, 2, 3], actual: line, predicted: line, low: line, high: line };
  const plot: ForecastPlot = { epoch: 1, xIsTime: false, validStart: 2, testStart: 3, series: [series] };
  await write('forecast.json', plot);
  expect(await readPlot(folder)).toEqual(plot);
  await write('forecast.json', { ...plot, series: [{ ...series, low: [1] }] });
  expect(await readPlot(folder)).toBeUndefined();
});
