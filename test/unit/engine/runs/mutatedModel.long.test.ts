import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CancellationToken } from 'vscode-jsonrpc/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from '../../../../engine/compute/random.ts';
import { InputError } from '../../../../engine/errors.ts';
import { LoadedModels } from '../../../../engine/prediction/loadedModels.ts';
import { predictFile } from '../../../../engine/prediction/predictFile.ts';
import { generateText } from '../../../../engine/prediction/generateText.ts';
import { type Checkpoint, encodeModel, toCheckpoint, toModel } from '../../../../engine/runs/modelFile.ts';
import { narrowModel } from '../../../../engine/runs/narrow/narrowModel.ts';
import { encodeSafetensors, parseSafetensors, type TensorFile } from '../../../../engine/runs/safetensors.ts';
import type { Model } from '../../../../engine/tasks/model.ts';
import { cutModel, mutateModel } from '../../../bench/survival/mutations/mutateModel.ts';
import { type SmallModel, createSmallModels } from '../../../bench/survival/mutations/smallModels.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-mutated-'));
});
afterAll(() => rm(folder, { recursive: true }));

const readBy = <T>(bytes: Uint8Array<ArrayBuffer>, to: (content: TensorFile, file: string) => T): T | undefined => {
  try {
    const content = parseSafetensors(bytes, 'a/last.safetensors');
    toModel(content, 'a/last.safetensors');
    return to(content, 'a/last.safetensors');
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).toMatch(/^a\/last\.safetensors: \S/);
    expect((error as InputError).message.length).toBeLessThan(3000);
    return undefined;
  }
};

const read = (bytes: Uint8Array<ArrayBuffer>): Checkpoint | undefined => readBy(bytes, toCheckpoint);
const readSmall = (bytes: Uint8Array<ArrayBuffer>): Model | undefined => readBy(bytes, toModel);

/** All numbers in a value that are none. */
const nonsenseIn = (value: unknown): unknown[] => {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(nonsenseIn) : [];
};

/** What the model says of its data file, or nothing where it is refused as the input's fault. */
const use = async (small: SmallModel, model: string, file: string): Promise<unknown> => {
  try {
    return await ask(small, model, file);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).toContain(model);
    return undefined;
  }
};

const ask = async ({ name }: SmallModel, model: string, file: string): Promise<unknown> => {
  const models = new LoadedModels();
  try {
    return name === 'text'
      ? await generateText(models, { model, length: 20, seed: 1, token: 't' }, CancellationToken.None, () => undefined)
      : await predictFile(models, { model, file, horizon: 4 });
  } finally {
    await models.dispose();
  }
};

const smallModels = await createSmallModels();

describe.each(smallModels.map((model) => [model.name, model] as const))('a model of %s', (_, small) => {
  test('is read as it was written, and used', async () => {
    const { bytes } = small;
    expect(read(bytes)).toMatchObject({ config: small.config, codec: small.codec });
    await writeFile(join(folder, small.name), bytes);
    await writeFile(join(folder, small.file), small.data);
    expect(await use(small, join(folder, small.name), join(folder, small.file))).toBeDefined();
  });

  test('1,000 mutations of metadata, header and bytes are read, or refused with the name of the file; those that are read predict numbers', async () => {
    const parts = cutModel(small.bytes);
    const file = join(folder, small.file);
    const model = join(folder, `mutated-${small.name}`);
    await writeFile(file, small.data);
    const random = createRandom(11);
    let loaded = 0;
    for (let count = 0; count < 1000; count++) {
      const { bytes } = mutateModel(parts, random);
      if (!read(bytes)) continue;
      loaded += 1;
      // Each takes threads and a memory of its own.
      if (loaded % 10 !== 0) continue;
      await writeFile(model, bytes);
      expect(nonsenseIn(await use(small, model, file))).toEqual([]);
    }
    expect(loaded).toBeGreaterThan(50);
    expect(loaded).toBeLessThan(400);
  }, 60_000);

  test('300 mutations of the small model in int8 of it are read as finite weights, or refused with the name of the file', () => {
    const { position, trainingState, ...whole } = read(small.bytes)!;
    const { pieces } = narrowModel(whole, 'int8', 'a/last.safetensors');
    const parts = cutModel(new Uint8Array(Buffer.concat(pieces)));
    const random = createRandom(12);
    let loaded = 0;
    for (let count = 0; count < 300; count++) {
      const model = readSmall(mutateModel(parts, random).bytes);
      if (!model) continue;
      loaded += 1;
      expect([...model.parameters.values()].every(({ values }) => values.every(Number.isFinite))).toBe(true);
      expect([...model.parameters.keys()].toSorted()).toEqual([...whole.parameters.keys()].toSorted());
    }
    expect(loaded).toBeGreaterThan(15);
    expect(loaded).toBeLessThan(180);
  });

  test('weights so large that nothing comes of them are told rather than an empty answer', async () => {
    const whole = read(small.bytes)!;
    // Of either sign, so that no gate hides them.
    for (const [name, { values }] of whole.parameters) values.fill(/bias_.h_l1/.test(name) ? -3e38 : 3e38);
    const model = join(folder, `huge-${small.name}`);
    const file = join(folder, small.file);
    await writeFile(model, encodeSafetensors(encodeModel(whole)));
    await writeFile(file, small.data);
    await expect(ask(small, model, file)).rejects.toThrow(/ is no finite number: its weights or scales are damaged/);
  });
});
