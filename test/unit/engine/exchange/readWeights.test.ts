import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Session } from '../../../../engine/network/session.ts';
import type { ModelConfig } from '../../../../engine/config.ts';
import { encodeHdf5 } from '../../../../engine/exchange/hdf5.ts';
import { readWeights } from '../../../../engine/exchange/readWeights.ts';
import { encodeSafetensors, readSafetensors } from '../../../../engine/runs/safetensors.ts';
import { fresh, modelOf, trainingOf } from '../network/sessionOptions.ts';
import { largestError } from '../network/reference.ts';
import { golden, goldenFile } from './golden.ts';

const { steps, columns } = golden;

/** What our network computes with the weights of a file, with nothing said of its form but what the file cannot. */
const outputsOf = async (file: string, said: Partial<ModelConfig> = {}): Promise<Float32Array> => {
  const { tensors, model } = await readWeights(goldenFile(file));
  const session = await Session.create({
    shape: { input: { kind: 'numbers', size: columns }, outputSize: 2, everyStep: false },
    model: modelOf({ ...(model as Partial<ModelConfig>), ...said }),
    training: trainingOf({}),
    steps,
  });
  try {
    session.load({
      kind: 'windows',
      values: Float32Array.from(golden.values),
      columns,
      targets: new Float32Array(golden.values.length / columns),
      targetColumns: 1,
      horizon: 2,
      lags: Int32Array.of(0, 0),
    });
    session.writeParameters(tensors);
    return session.predict(Int32Array.from(golden.examples)).slice();
  } finally {
    await session.dispose();
  }
};

const expectOutputs = async (file: string, said?: Partial<ModelConfig>): Promise<void> => {
  const wanted = golden.outputs[file.replace(/\..*/, '')]!;
  expect(wanted).toHaveLength(6);
  expect(largestError(await outputsOf(file, said), wanted)).toBeLessThan(1e-5);
};

describe('weights of PyTorch give its outputs within 1e-5', () => {
  test.each([
    'rnn',
    'lstm',
    'gru',
    'lstmNoBias',
    'lstmProjected',
    'lstmBidirectional',
    'gruBidirectional',
    'lstmEverything',
  ])('%s, its form read off the shapes', (name) => expectOutputs(`${name}.safetensors`));

  test('relu, which no shape tells, when the config says so', () =>
    expectOutputs('rnnRelu.safetensors', { activation: 'relu' }));

  test.each(['float16', 'bfloat16', 'float64'])('%s, converted to 32 bits', (name) =>
    expectOutputs(`${name}.safetensors`),
  );

  test('a text network with an embedding gives its loss', async () => {
    const { ids, vocabulary, loss } = golden.text;
    const { tensors, model, notes } = await readWeights(goldenFile('text.safetensors'));
    expect(model).toMatchObject({ cell: 'lstm', hiddenSize: 3, numLayers: 2, embeddingSize: 3 });
    expect(notes[0]).toContain('encoder.weight → embedding.weight, decoder.* → head.*');
    const session = await Session.create({
      shape: { input: { kind: 'symbols', vocabulary }, outputSize: vocabulary, everyStep: true },
      model: modelOf(model),
      training: trainingOf({ loss: 'crossEntropy', batchSize: 1 }),
      steps,
    });
    session.load({ kind: 'symbols', ids: Uint16Array.from(ids), vocabulary });
    session.writeParameters(tensors);
    const { lossSum, terms } = session.accumulate(Int32Array.of(0), fresh);
    expect(Math.abs(lossSum / terms - loss)).toBeLessThan(1e-5);
    await session.dispose();
  });
});

describe('weights of Keras give its outputs within 1e-5', () => {
  test.each([
    'kerasRnn',
    'kerasLstm',
    'kerasGruAfter',
    'kerasGruBefore',
    'kerasNoBias',
    'kerasBidirectional',
    'kerasBidirectionalGru',
  ])('%s', (name) => expectOutputs(`${name}.weights.h5`));

  test('a merge other than concat is refused with the reason', async () => {
    await expect(readWeights(goldenFile('kerasSum.weights.h5'))).rejects.toThrow(/merge_mode sum, mul or ave/);
  });
});

describe('weights of TensorFlow 1 give its outputs within 1e-5', () => {
  test.each(['tf1Rnn', 'tf1Lstm', 'tf1Gru'])('%s', (name) => expectOutputs(`${name}.safetensors`));
});

test('what was taken for what is said, through every wrapper', async () => {
  const { notes } = await readWeights(goldenFile('lstm.safetensors'));
  expect(notes).toEqual([`Weights of ${goldenFile('lstm.safetensors')}: module.lstm. → rnn., module.fc.* → head.*.`]);
});

test.each([
  ['float16', '6 tensors of', '16-bit floats, exact as 32 bits but given to about 3 digits (F16)'],
  ['float64', '6 tensors of', 'rounded from 64 to 32 bits'],
])('what %s costs in precision is said', async (name, ...words) => {
  const { notes } = await readWeights(goldenFile(`${name}.safetensors`));
  for (const word of words) expect(notes.at(-1)).toContain(word);
});

describe('what is not weights', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'rnn-weights-'))));
  afterEach(() => rm(folder, { recursive: true }));

  test.each([NaN, Infinity])('a weight of %d is refused with tensor and index', async (value) => {
    const { tensors } = await readSafetensors(goldenFile('gru.safetensors'));
    const weight = tensors.get('gru.weight_hh_l1')!;
    weight.values[2 * 5 + 3] = value;
    const file = join(folder, 'broken.safetensors');
    await writeFile(file, encodeSafetensors({ tensors, metadata: {} }));
    await expect(readWeights(file)).rejects.toThrow(
      `${file}: tensor gru.weight_hh_l1: the weight at [2, 3] is ${Number.isNaN(value) ? 'no number' : 'infinite'}`,
    );
  });

  test.each([
    ['a zip archive', 'PK\u0003\u0004....', /is a zip archive.*save_weights.*safetensors\.torch\.save_file/],
    ['a pickle', '\u0080\u0002}q.....', /is a Python pickle.*safetensors\.torch\.save_file/],
    ['an empty file', '', /it has 0 bytes/],
    ['a text', 'hello, this is text', /header claims/],
  ])('%s is refused with the way out', async (_, content, reason) => {
    const file = join(folder, 'model.pt');
    await writeFile(file, content, 'latin1');
    await expect(readWeights(file)).rejects.toThrow(reason);
  });

  test('a missing file is named', async () => {
    await expect(readWeights(join(folder, 'none.h5'))).rejects.toThrow(/none\.h5: cannot be read \(ENOENT\)/);
  });

  test('an HDF5 file cut short anywhere is refused', async () => {
    const whole = await readFile(goldenFile('kerasGruAfter.weights.h5'));
    const file = join(folder, 'cut.weights.h5');
    for (const share of [0.001, 0.1, 0.5, 0.9, 0.999]) {
      await writeFile(file, whole.subarray(0, 8 + Math.floor((whole.length - 8) * share)));
      await expect(readWeights(file)).rejects.toThrow(`${file}: is no HDF5 file that can be read: it is damaged`);
    }
  });

  test.each(['TREE', 'SNOD', 'HEAP'])(
    'an HDF5 file with a damaged %s is refused, and the next one is read',
    async (node) => {
      const damaged = Buffer.from(await readFile(goldenFile('kerasGruAfter.weights.h5')));
      const at = damaged.indexOf(node);
      damaged.fill(0xff, at, at + 24);
      const file = join(folder, 'damaged.weights.h5');
      await writeFile(file, damaged);
      await expect(readWeights(file)).rejects.toThrow(`${file}: `);
      await expect(readWeights(file)).rejects.toHaveProperty('name', 'InputError');
      expect((await readWeights(goldenFile('kerasGruAfter.weights.h5'))).model).toMatchObject({ cell: 'gru' });
    },
  );

  test.each([
    ['hostileHuge', 'lstm/cell/vars/0 claims 1099511627776 values, the file has'],
    ['hostileLoop', 'its groups are nested more than 12 deep'],
    ['hostileLink', 'holds no SimpleRNN, LSTM or GRU layer'],
    ['hostileText', 'layers/lstm/cell/vars/0 holds no floats'],
    ['hostileDoubles', 'tensor layers/lstm/cell/vars/2: the weight at [11] is 1e+300, too large for 32 bits'],
  ])('an HDF5 file like %s is refused: %s', async (name, reason) => {
    await expect(readWeights(goldenFile(`${name}.weights.h5`))).rejects.toThrow(reason);
  });

  test('a NaN in an HDF5 file is refused with the name and place that it has there', async () => {
    const file = join(folder, 'nan.weights.h5');
    const kernels = [4, 3].map((rows) => ({ shape: [rows, 12], values: new Float32Array(rows * 12) }));
    kernels[1]!.values[2 * 12 + 3] = NaN;
    const groups = ['layers', 'layers/lstm', 'layers/lstm/cell', 'layers/lstm/cell/vars'].map((path) => ({ path }));
    const datasets = kernels.map((tensor, index) => ({ path: `layers/lstm/cell/vars/${index}`, tensor }));
    await writeFile(file, await encodeHdf5({ groups, datasets }));
    await expect(readWeights(file)).rejects.toThrow(
      `${file}: tensor layers/lstm/cell/vars/1: the weight at [2, 3] is no number (NaN); take an earlier checkpoint`,
    );
  });

  test('an HDF5 file of something else names what it holds', async () => {
    const file = join(folder, 'other.h5');
    await writeFile(file, await encodeHdf5({ groups: [{ path: 'model_weights' }], datasets: [] }));
    await expect(readWeights(file)).rejects.toThrow(
      "holds no group 'layers' (it has model_weights); write it with Keras 3",
    );
  });
});
