import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { layOutParameters } from '../../../../engine/network/networkFlows.ts';
import { networkOf } from '../../../../engine/network/networkOf.ts';
import type { Tensor } from '../../../../engine/compute/tensor.ts';
import type { ModelConfig } from '../../../../engine/config.ts';
import { readWeights } from '../../../../engine/exchange/readWeights.ts';
import { encodeSafetensors } from '../../../../engine/runs/safetensors.ts';
import { modelOf } from '../network/sessionOptions.ts';

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-bad-'));
  file = join(folder, 'w.safetensors');
});
afterAll(() => rm(folder, { recursive: true }));

const zeros = (...shape: readonly number[]): Tensor => ({
  shape,
  values: new Float32Array(shape.reduce((product, size) => product * size, 1)),
});

/** A `state_dict` of 7 symbols or outputs, whose modules have names of their own. */
const stateDict = (model: Partial<ModelConfig>, embeddingSize: number): Map<string, Tensor> => {
  const input = embeddingSize ? ({ kind: 'symbols', vocabulary: 7 } as const) : ({ kind: 'numbers', size: 5 } as const);
  const shape = { input, outputSize: 7, everyStep: false };
  const places = layOutParameters(networkOf(shape, modelOf({ ...model, embeddingSize }), 'mse'), 1);
  return new Map(
    places.map(({ name, shape }) => {
      return [name.replace(/^rnn\./, 'net.core.').replace(/^head\./, 'fc.'), zeros(...shape)];
    }),
  );
};

/** What is said of the file; nothing when it is taken. */
const complaint = async (tensors: ReadonlyMap<string, Tensor>): Promise<string> => {
  await writeFile(file, encodeSafetensors({ tensors, metadata: {} }));
  return readWeights(file).then(
    () => '',
    (error: unknown) => String(error).replace(`InputError: ${file}: `, ''),
  );
};

const networks: Readonly<Record<string, Map<string, Tensor>>> = {
  'an rnn': stateDict({ cell: 'rnn', hiddenSize: 8, numLayers: 1 }, 0),
  'an lstm': stateDict({ cell: 'lstm', hiddenSize: 8, numLayers: 1 }, 0),
  'a gru of two layers of other widths': stateDict({ cell: 'gru', layerSizes: [4, 6], numLayers: 2 }, 3),
  'an lstm with a projection': stateDict({ cell: 'lstm', hiddenSize: 8, numLayers: 1, projSize: 3 }, 0),
  'a bidirectional lstm with everything': stateDict(
    {
      ...{ cell: 'lstm', hiddenSize: 6, numLayers: 2, projSize: 4, bidirectional: true },
      ...{ layerNorm: true, initialState: 'learned' },
    },
    5,
  ),
  'a bidirectional gru with gains and states': stateDict(
    {
      ...{ cell: 'gru', hiddenSize: 3, numLayers: 2, bidirectional: true },
      ...{ layerNorm: true, initialState: 'learned' },
    },
    4,
  ),
};

describe.each(Object.entries(networks))('in %s', (_, whole) => {
  const names = [...whole.keys()];
  const withTensor = (name: string, tensor: Tensor): Map<string, Tensor> => new Map([...whole, [name, tensor]]);

  test('nothing is wrong as it is', async () => {
    expect(await complaint(whole)).toBe('');
  });

  // A network may do without these: what the data calls for is not known yet.
  test.each(names.filter((name) => !['embedding.weight', 'fc.bias'].includes(name)))('%s: missing', async (name) => {
    const message = await complaint(new Map([...whole].filter(([other]) => other !== name)));
    expect(message.slice(0, `has no tensor ${name}, which `.length)).toBe(`has no tensor ${name}, which `);
  });

  test.each(names)('%s: any size one more or less', async (name) => {
    const right = whole.get(name)!.shape;
    for (const [axis, change] of right.flatMap((_, i) => [[i, 1] as const, [i, -1] as const])) {
      // Symbols, and inputs that nothing else tells: the data will.
      if (name === 'embedding.weight' && axis === 0) continue;
      if (name === 'net.core.weight_ih_l0' && axis === 1 && !whole.has('embedding.weight')) continue;
      const shape = right.map((size, i) => (i === axis ? size + change : size));
      const message = await complaint(withTensor(name, zeros(...shape)));
      expect(message).toMatch(new RegExp(`${name.replaceAll('.', '\\.')} (is )?\\(${shape.join(', ')}\\)`));
      expect(message).toMatch(/should be|would be/);
    }
  });

  test.each(names)('%s: of another rank', async (name) => {
    const { shape } = whole.get(name)!;
    for (const wrong of [[...shape, 1], shape.slice(1), []]) {
      const message = await complaint(withTensor(name, zeros(...wrong)));
      const said = `${name} ${message.startsWith('tensor') ? 'is ' : ''}(${wrong.join(', ')})`;
      expect(message.replace('tensor ', '').slice(0, said.length)).toBe(said);
    }
  });

  test.each(names)('%s: no number, infinite', async (name) => {
    const { shape, values } = whole.get(name)!;
    for (const [value, words] of [
      [NaN, 'no number (NaN)'],
      [-Infinity, 'infinite'],
    ] as const) {
      const place = shape.map((size) => size - 1);
      const message = await complaint(withTensor(name, { shape, values: values.with(-1, value) }));
      expect(message).toBe(
        `tensor ${name}: the weight at [${place.join(', ')}] is ${words}; take an earlier checkpoint`,
      );
    }
  });
});

test.each<[string, string, readonly number[], string]>([
  ['an rnn', 'weight_hr_l0', [3, 8], 'is a projection, which only lstm has; the others are of an rnn'],
  ['an rnn', 'weight_ih_l1', [8, 8], 'has no place: the others are of an rnn with 1 layer; export the rest without it'],
  ['an rnn', 'c0_l0', [8], 'has no place: the others are of an rnn with 1 layer; export the rest without it'],
  ['an rnn', 'norm_x_l0', [8], 'has no place: the others are of an rnn with 1 layer; export the rest without it'],
  ['an lstm', 'weight_hr_l0', [3, 3], 'has no place: the others are of an lstm with 1 layer, no projection; export'],
  ['an lstm', 'weight_hr_l0', [3, 8], 'has no place: the others are of an lstm with 1 layer, no projection; export'],
  ['an lstm', 'bias_ih_l1', [32], 'has no place: the others are of an lstm with 1 layer; export the rest without it'],
  [
    'an lstm',
    'bias_hh_l0_reverse',
    [32],
    'has no place: the others are of an lstm with 1 layer, one direction; export',
  ],
  [
    'a gru of two layers of other widths',
    'weight_ih_l2',
    [18, 6],
    'has no place: the others are of a gru with 2 layers',
  ],
  ['a gru of two layers of other widths', 'norm_hh_l1', [18], 'has no place: the others are of a gru with 2 layers'],
  ['a bidirectional lstm with everything', 'weight_hr_l2_reverse', [4, 6], 'has no place: the others are of an lstm'],
  ['a bidirectional gru with gains and states', 'c0_l1', [3], 'has no place: the others are of a gru with 2 layers'],
])('%s with %s %j too many has that named', async (network, name, shape, words) => {
  const message = await complaint(new Map([...networks[network]!, [`net.core.${name}`, zeros(...shape)]]));
  const wanted = `tensor net.core.${name} (${shape.join(', ')}) ${words}`;
  expect(message.slice(0, wanted.length)).toBe(wanted);
});

test.each<[string, Readonly<Record<string, readonly number[]>>, string]>([
  [
    'a short bias of the head',
    { 'fc.bias': [6] },
    'tensor fc.bias is (6) and should be (7), for the 7 outputs of fc.weight (7, 6)',
  ],
  [
    'a head shorter than its bias and the symbols',
    { 'fc.weight': [6, 6] },
    'tensor fc.weight is (6, 6) and should be (7, 6), for the 7 symbols and fc.bias (7)',
  ],
  ['a bias of the embedding', { 'embedding.bias': [3] }, 'embedding.bias (3) has no place: an embedding has no bias'],
  [
    'a tensor of no module',
    { 'fc.scale': [7] },
    'fc.scale (7) has no place in a network here; export the rest without it',
  ],
])('%s is named', async (_, changes, words) => {
  const entries = Object.entries(changes).map(([name, shape]) => [name, zeros(...shape)] as const);
  const message = await complaint(new Map([...networks['a gru of two layers of other widths']!, ...entries]));
  expect(message.slice(0, words.length)).toBe(words);
});

test('a gate count that only one tensor tells and may tell wrong is given with its choices', async () => {
  const bare = new Map(['ih', 'hh'].map((part) => [`rnn.bias_${part}_l0`, zeros(12)]));
  const weights = new Map([...bare, ['rnn.weight_ih_l0', zeros(12, 5)], ['rnn.weight_hh_l0', zeros(12, 2)]]);
  expect(await complaint(weights)).toBe(
    'tensor rnn.weight_hh_l0 is (12, 2) and should be (12, 12) of an rnn or (12, 4) of a gru or (12, 3) of an lstm',
  );
});

test.each([3.5e38, -1e300])('%d in 64 bits is too large for 32, not infinite', async (value) => {
  const names = ['rnn.weight_ih_l0', 'rnn.weight_hh_l0'];
  const entries = names.map((name, i) => [name, { dtype: 'F64', shape: [2, 2], data_offsets: [32 * i, 32 * i + 32] }]);
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const data = Buffer.from(Float64Array.of(0, 0, 0, 0, 0, 0, value, 0).buffer);
  await writeFile(file, Buffer.concat([length, header, data]));
  await expect(readWeights(file)).rejects.toThrow(
    `${file}: tensor rnn.weight_hh_l0: the weight at [1, 0] is ${value}, too large for 32 bits, which end at 3.4e+38; ` +
      'take a checkpoint with smaller weights',
  );
});

test('a NaN of TensorFlow 1 has the name and place of the file', async () => {
  const kernel = zeros(5, 8);
  kernel.values[2 * 8 + 3] = NaN;
  const message = await complaint(
    new Map([
      ['rnn/basic_lstm_cell/kernel', kernel],
      ['rnn/basic_lstm_cell/bias', zeros(8)],
    ]),
  );
  expect(message).toBe(
    'tensor rnn/basic_lstm_cell/kernel: the weight at [2, 3] is no number (NaN); take an earlier checkpoint',
  );
});
