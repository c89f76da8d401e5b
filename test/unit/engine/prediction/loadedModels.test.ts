import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LoadedModels } from '../../../../engine/prediction/loadedModels.ts';
import { encodeModel } from '../../../../engine/runs/modelFile.ts';
import { encodeSafetensors } from '../../../../engine/runs/safetensors.ts';
import { forecastCodec, forecastConfig } from '../wholeConfig.ts';

let folder: string;
let models: LoadedModels;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-models-'));
  models = new LoadedModels();
});
afterEach(async () => {
  await models.dispose();
  await rm(folder, { recursive: true });
});

const tensor = (...shape: number[]) => ({ shape, values: new Float32Array(shape.reduce((a, b) => a * b)) });

/** An Elman network of three units that reads one number. */
const writeModel = async (name: string): Promise<string> => {
  const changes = { data: { horizon: 1 }, model: { cell: 'rnn', hiddenSize: 3 } } as const;
  const parameters = new Map([
    ['rnn.weight_ih_l0', tensor(3, 1)],
    ['rnn.weight_hh_l0', tensor(3, 3)],
    ['rnn.bias_ih_l0', tensor(3)],
    ['rnn.bias_hh_l0', tensor(3)],
    ['head.weight', tensor(1, 3)],
    ['head.bias', tensor(1)],
  ]);
  const config = forecastConfig(changes);
  const codec = forecastCodec(changes);
  const model = { version: 1, config, codec, epoch: 1, validLoss: 1, metrics: {}, parameters } as const;
  const file = join(folder, name);
  await writeFile(file, Buffer.concat(encodeSafetensors(encodeModel(model))));
  return file;
};

test('a broken model file, asked for twice at once, does not push a healthy model out', async () => {
  const healthy = await writeModel('healthy.safetensors');
  const broken = join(folder, 'broken.safetensors');
  await writeFile(broken, 'no tensors');
  const session = await models.use(healthy, (loaded) => Promise.resolve(loaded.session));
  const failures = await Promise.allSettled([1, 2].map(() => models.use(broken, () => Promise.resolve())));
  expect(failures.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await models.use(healthy, (loaded) => Promise.resolve(loaded.session))).toBe(session);
});

test('work on one model waits for the work before it', async () => {
  const file = await writeModel('model.safetensors');
  const order: string[] = [];
  const slow = models.use(file, async () => {
    order.push('slow begins');
    await new Promise((resolve) => setTimeout(resolve, 20));
    order.push('slow ends');
  });
  await Promise.all([slow, models.use(file, () => Promise.resolve(order.push('fast')))]);
  expect(order).toEqual(['slow begins', 'slow ends', 'fast']);
});
