import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readCheckpoint, readModel } from '../../../../engine/runs/modelFile.ts';
import { encodeSafetensors } from '../../../../engine/runs/safetensors.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-model-'));
  file = join(folder, 'model.safetensors');
});
afterEach(() => rm(folder, { recursive: true }));

const whole = {
  version: 1,
  config: {
    task: 'language-model',
    data: { seqLength: 8 },
    model: { cell: 'gru', hiddenSize: 4, numLayers: 1 },
    training: { loss: 'crossEntropy', optimizer: 'adam', batchSize: 2, threads: 1 },
  },
  codec: { kind: 'text', symbols: 'ab', lowercase: false },
  epoch: 1,
  validLoss: 0.5,
  metrics: {},
};
const write = (info: unknown, more: Record<string, string> = {}): Promise<void> => {
  const metadata = { 'rnn-studio': typeof info === 'string' ? info : JSON.stringify(info), ...more };
  return writeFile(file, Buffer.concat(encodeSafetensors({ tensors: new Map(), metadata })));
};

test('what is relied on is there after reading', async () => {
  await write(whole);
  expect(await readModel(file)).toMatchObject({ config: { task: 'language-model' }, codec: { symbols: 'ab' } });
});

test.each([
  ['no JSON', '{'],
  ['another version', { ...whole, version: 2 }],
  ['no training', { ...whole, config: { ...whole.config, training: undefined } }],
  ['an unknown task', { ...whole, config: { ...whole.config, task: 'tea' } }],
  ['the fields of another task', { ...whole, config: { ...whole.config, task: 'forecast' } }],
  [
    'a size that is none',
    { ...whole, config: { ...whole.config, model: { cell: 'gru', hiddenSize: -4, numLayers: 1 } } },
  ],
  ['no symbols', { ...whole, codec: { kind: 'text', symbols: '' } }],
  ['an unknown codec', { ...whole, codec: { kind: 'morse' } }],
])('a model file with %s is the input’s fault and named', async (_, info) => {
  await write(info);
  const reading = readModel(file);
  await expect(reading).rejects.toMatchObject({ name: 'InputError' });
  await expect(reading).rejects.toThrow(file);
});

test('a checkpoint with a damaged position is refused, a model without one is no checkpoint', async () => {
  await write(whole, { 'rnn-studio.position': '{"epoch":' });
  await expect(readCheckpoint(file)).rejects.toThrow('damaged training position');
  await write(whole, { 'rnn-studio.position': '{"epoch":"one"}' });
  await expect(readCheckpoint(file)).rejects.toThrow('damaged training position');
  await write(whole);
  await expect(readCheckpoint(file)).rejects.toThrow('is a model, not a checkpoint');
});
