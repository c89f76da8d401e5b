import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readCheckpoint, readModel } from '../../../../engine/runs/modelFile.ts';
import { encodeSafetensors } from '../../../../engine/runs/safetensors.ts';
import type { ModelConfig } from '../../../../engine/config.ts';
import { recurOf } from '../../../../engine/network/networkOf.ts';
import type { NetworkSpec } from '../../../../engine/network/networkSpec.ts';
import { LoadedModels } from '../../../../engine/prediction/loadedModels.ts';
import { ownNetworkOf } from '../../../../engine/tasks/networkOfModel.ts';
import { startPosition } from '../../../../engine/training/trainer.ts';
import type { Tensor } from '../../../../engine/compute/tensor.ts';
import { classCodec, classConfig, forecastCodec, forecastConfig, textCodec, textConfig } from '../wholeConfig.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-model-'));
  file = join(folder, 'model.safetensors');
});
afterEach(() => rm(folder, { recursive: true }));

const model = { cell: 'gru', hiddenSize: 4, inputSize: 4 } as const;
const zeros = (...shape: readonly number[]): Tensor => ({
  shape,
  values: new Float32Array(shape.reduce((product, size) => product * size, 1)),
});
const tensors = new Map([
  ['rnn.weight_ih_l0', zeros(12, 4)],
  ['rnn.weight_hh_l0', zeros(12, 4)],
  ['rnn.bias_ih_l0', zeros(12)],
  ['rnn.bias_hh_l0', zeros(12)],
  ['head.weight', zeros(4, 4)],
  ['head.bias', zeros(4)],
]);
const whole = {
  version: 1,
  config: textConfig({ model, training: { optimizer: 'sgd' } }),
  codec: textCodec,
  epoch: 1,
  validLoss: 0.5,
  metrics: {},
};
const write = (info: unknown, more: Record<string, string> = {}, weights = tensors): Promise<void> => {
  const metadata = { 'rnn-studio': typeof info === 'string' ? info : JSON.stringify(info), ...more };
  return writeFile(file, Buffer.concat(encodeSafetensors({ tensors: weights, metadata })));
};

const zeroScale = (): unknown => {
  const codec = forecastCodec();
  return { ...codec, inputs: codec.inputs.map((input) => ({ ...input, scale: 0 })) };
};

test('what is relied on is there after reading', async () => {
  await write(whole);
  expect(await readModel(file)).toEqual({ ...whole, parameters: tensors });
});

test('a model of before the later options has what it was trained with', async () => {
  const { bias, bidirectional, projSize, gruReset, layerNorm, residual, initialState, ...later } = whole.config.model;
  const { recurrentDropout, candidate, pool, inputDropout, outputDropout, ...old } = later;
  const { seqLength, file: text, lowercase, split } = whole.config.data;
  await write({ ...whole, config: { ...whole.config, model: old, data: { seqLength, file: text, lowercase, split } } });
  expect((await readModel(file)).config).toEqual(whole.config);
});

test('a loss that was not known comes back as NaN, to be compared with, a metric as null, to be told', async () => {
  await write({ ...whole, validLoss: NaN, metrics: { crossEntropy: NaN } });
  expect(await readModel(file)).toMatchObject({ validLoss: NaN, metrics: { crossEntropy: null } });
});

test.each([
  ['no JSON', '{'],
  ['another version', { ...whole, version: 2 }],
  ['no training', { ...whole, config: { ...whole.config, training: undefined } }],
  ['an unknown task', { ...whole, config: { ...whole.config, task: 'tea' } }],
  ['the fields of another task', { ...whole, config: { ...whole.config, task: 'forecast' } }],
  ['a size that is none', { ...whole, config: { ...whole.config, model: { ...whole.config.model, hiddenSize: -4 } } }],
  ['an absurd size', { ...whole, config: { ...whole.config, model: { ...whole.config.model, hiddenSize: 1e9 } } }],
  ['an absurd length', { ...whole, config: { ...whole.config, data: { ...whole.config.data, seqLength: 1e12 } } }],
  ['no symbols', { ...whole, codec: { ...textCodec, symbols: '' } }],
  ['a symbol twice', { ...whole, codec: { ...textCodec, symbols: 'abca' } }],
  ['another number of symbols', { ...whole, codec: { ...textCodec, symbols: 'ab' } }],
  ['the codec of another task', { ...whole, codec: forecastCodec() }],
  ['an unknown codec', { ...whole, codec: { kind: 'morse' } }],
  ['a key twice', JSON.stringify(whole).replace('"epoch":1', '"epoch":1,"epoch":2')],
  ['a nesting without end', `${'['.repeat(1e5)}${']'.repeat(1e5)}`],
])('a model file with %s is the input’s fault and named', async (_, info) => {
  await write(info);
  const reading = readModel(file);
  await expect(reading).rejects.toMatchObject({ name: 'InputError' });
  await expect(reading).rejects.toThrow(file);
});

test.each([
  ['a window that is not its codec’s', forecastConfig(), { ...forecastCodec(), horizon: 3 }, /codec\.horizon/],
  ['an anchor without a season', forecastConfig({ data: { anchor: 'seasonal' } }), forecastCodec(), /data\.season/],
  ['the loss of another task', forecastConfig({ training: { loss: 'crossEntropy' } }), forecastCodec(), /loss/],
  ['a scale of zero', forecastConfig(), zeroScale(), /codec\.inputs\.0\.scale/],
  ['steps that do not divide', classConfig({ data: { stepSize: 3 } }), classCodec, /data\.stepSize/],
  ['a pool where all steps predict', textConfig({ model: { pool: 'mean' } }), textCodec, /model\.pool/],
  ['a penalty on steps where one vector is', classConfig({ model: { changePenalty: 2 } }), classCodec, /config\.model/],
  ['a projection of a gru', classConfig({ model: { cell: 'gru', projSize: 2 } }), classCodec, /model\.projSize/],
])('a model with %s is refused by the field', async (_, config, codec, field) => {
  await write({ ...whole, config, codec });
  await expect(readModel(file)).rejects.toThrow(field);
});

test.each([
  ['intervals', { intervals: [1, 2] }, 'intervals: there are 2 for 4 outputs'],
  [
    'widths to draw from',
    { drawn: { otherIntervals: [{ share: 0.9, widths: [1] }] } },
    'drawn.otherIntervals: there are',
  ],
  ['places of errors', { residualRanks: [[1, -1, 1]] }, 'residualRanks: 3 are no places of 4 outputs among 1'],
  ['places among more errors', { residualRanks: [[1, -1, 2, 1]] }, 'residualRanks: 4 are no places'],
])('a model with %s of other outputs is refused by the field', async (_, calibration, message) => {
  await write({ ...whole, ...calibration });
  await expect(readModel(file)).rejects.toThrow(message);
});

test('tensors that are not the network’s are named: one of another shape, one missing, one too many', async () => {
  const change = (change: (copy: Map<string, Tensor>) => unknown): Map<string, Tensor> => {
    const copy = new Map(tensors);
    change(copy);
    return copy;
  };
  await write(
    whole,
    {},
    change((copy) => copy.set('head.bias', zeros(5))),
  );
  await expect(readModel(file)).rejects.toThrow(
    'does not hold the network its config describes: tensor head.bias is (5) and should be (4)',
  );
  await write(
    whole,
    {},
    change((copy) => copy.delete('head.bias')),
  );
  await expect(readModel(file)).rejects.toThrow('there is no tensor head.bias');
  await write(
    whole,
    {},
    change((copy) => copy.set('tail', zeros(1))),
  );
  await expect(readModel(file)).rejects.toThrow('tensor tail is none of its');
});

test('a model that pools by attention has the weights of that, and none that pools otherwise', async () => {
  const wide = { cell: 'gru', hiddenSize: 4, inputSize: 2 } as const;
  const classes = (changes: Partial<ModelConfig>) => ({
    ...whole,
    config: classConfig({ model: { ...wide, ...changes } }),
    codec: classCodec,
  });
  const plain = new Map([
    ...tensors,
    ...([
      ['rnn.weight_ih_l0', zeros(12, 2)],
      ['head.weight', zeros(2, 4)],
      ['head.bias', zeros(2)],
    ] as const),
  ]);
  const attended = new Map([
    ...plain,
    ...([
      ['pool.weight', zeros(4, 4)],
      ['pool.bias', zeros(4)],
      ['pool.query', zeros(1, 4)],
    ] as const),
  ]);
  await write(classes({ pool: 'attention', inputDropout: 0.5 }), {}, attended);
  expect((await readModel(file)).config.model).toMatchObject({ pool: 'attention', inputDropout: 0.5 });
  await write(classes({ pool: 'max' }), {}, plain);
  expect((await readModel(file)).parameters).toEqual(plain);
  await write(classes({ pool: 'attention' }), {}, plain);
  await expect(readModel(file)).rejects.toThrow('there is no tensor pool.weight');
  await write(classes({ pool: 'mean' }), {}, attended);
  await expect(readModel(file)).rejects.toThrow('tensor pool.bias is none of its');
});

describe('the blocks of a network', () => {
  const network: NetworkSpec = {
    input: { kind: 'symbols', vocabulary: 4 },
    encoder: [recurOf(whole.config.model), { block: 'project', name: 'project', size: 3, activation: 'tanh' }],
    head: { block: 'head', name: 'head', outputs: 4, groups: 1, activation: 'none' },
  };
  const weights = new Map([
    ...tensors,
    ...([
      ['project.weight', zeros(3, 4)],
      ['project.bias', zeros(3)],
      ['head.weight', zeros(4, 3)],
    ] as const),
  ]);

  test('are those that the model says, and go with it into a session', async () => {
    const info = { ...whole, network };
    await write(info, {}, weights);
    const model = await readModel(file);
    expect(model).toEqual({ ...info, parameters: weights });
    expect(ownNetworkOf(model)).toEqual(network);
    expect(ownNetworkOf({ ...model, network: undefined })).toBeUndefined();
    await write(info);
    await expect(readModel(file)).rejects.toThrow('there is no tensor project.weight');
    const models = new LoadedModels();
    await write(info, {}, weights);
    const used = await models.use(file, ({ session }) =>
      Promise.resolve([session.network, [...session.readParameters().keys()].sort()]),
    );
    expect(used).toEqual([network, [...weights.keys()].sort()]);
    await models.dispose();
  });

  test.each([
    [
      'other symbols',
      { ...network, input: { kind: 'symbols', vocabulary: 5 } },
      /network\.input: is not that of the data/,
    ],
    [
      'other outputs',
      { ...network, head: { ...network.head, outputs: 3 } },
      /network\.head: has 1 × 3 outputs for 1 × 4/,
    ],
    [
      'a pool where all steps predict',
      { ...network, encoder: [...network.encoder, { block: 'pool', name: 'pool', by: 'mean' }] },
      /network\.encoder: does not end where its task predicts/,
    ],
    [
      'blocks that do not fit',
      { ...network, encoder: [{ block: 'pool', name: 'pool', by: 'mean' }] },
      /network\.encoder: There is no sequence to pool by mean/,
    ],
    [
      'a decoder that its task has no use for',
      { ...network, decoder: { input: network.input, blocks: [{ block: 'embed', name: 'target', size: 2 }] } },
      /network\.decoder: is not what its task asks for/,
    ],
    ['an unknown block', { ...network, encoder: [{ block: 'attend', name: 'attend' }] }, /network\.encoder\.0/],
    ['no block', { ...network, encoder: [] }, /network\.encoder/],
  ])('that cannot be its network are refused by their place: %s', async (_, network, place) => {
    await write({ ...whole, network }, {}, weights);
    await expect(readModel(file)).rejects.toThrow(place);
  });
});

test('a checkpoint may stand amid an epoch whose terms are a sum of weights', async () => {
  const position = { ...startPosition(), terms: 12.625 };
  await write(whole, { 'rnn-studio.position': JSON.stringify(position) });
  expect((await readCheckpoint(file)).position.terms).toBe(12.625);
});

test.each([
  [NaN, 'no number (NaN)'],
  [-Infinity, 'infinite'],
])('a weight that is %d is told with its tensor and place', async (value, words) => {
  const bias = zeros(12);
  bias.values[7] = value;
  await write(whole, {}, new Map([...tensors, ['rnn.bias_ih_l0', bias]]));
  await expect(readModel(file)).rejects.toThrow(`${file}: tensor rnn.bias_ih_l0: the weight at [7] is ${words}`);
});

test('a checkpoint whose optimiser has moments of other weights, or squares below zero, is refused', async () => {
  const position = { 'rnn-studio.position': JSON.stringify(startPosition()) };
  const adam = { ...whole, config: textConfig({ model, training: { optimizer: 'adam' } }) };
  const state = new Map(
    ['mean', 'square'].flatMap((moment) =>
      [...tensors].map(([name, { shape }]) => [`training.optimizer.${moment}.${name}`, zeros(...shape)] as const),
    ),
  );
  await write(adam, position, new Map([...tensors, ...state]));
  expect((await readCheckpoint(file)).trainingState.size).toBe(12);
  await write(adam, position, new Map([...tensors, ...state, ['training.optimizer.mean.head.bias', zeros(3)]]));
  await expect(readCheckpoint(file)).rejects.toThrow(
    'tensor training.optimizer.mean.head.bias is (3) and should be (4)',
  );
  const square = zeros(4);
  square.values[2] = -1;
  await write(adam, position, new Map([...tensors, ...state, ['training.optimizer.square.head.bias', square]]));
  await expect(readCheckpoint(file)).rejects.toThrow('tensor training.optimizer.square.head.bias has squares below 0');
});

test('a checkpoint with a damaged position is refused, a model without one is no checkpoint', async () => {
  await write(whole, { 'rnn-studio.position': '{"epoch":' });
  await expect(readCheckpoint(file)).rejects.toThrow('damaged training position');
  await write(whole, { 'rnn-studio.position': '{"epoch":"one"}' });
  await expect(readCheckpoint(file)).rejects.toThrow('damaged training position');
  for (const change of [
    { batch: -1 },
    { badEpochs: 3 },
    { plateauScale: 2 },
    { best: { epoch: 9, validLoss: 1, metrics: {} } },
  ]) {
    await write(whole, { 'rnn-studio.position': JSON.stringify({ ...startPosition(), ...change }) });
    await expect(readCheckpoint(file)).rejects.toThrow(`damaged training position: ${Object.keys(change)[0]}`);
  }
  await write(whole);
  await expect(readCheckpoint(file)).rejects.toThrow('is a model, not a checkpoint');
});
