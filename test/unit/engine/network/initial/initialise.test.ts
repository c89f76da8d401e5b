import { describe, expect, test } from 'vitest';
import { layOutParameters } from '../../../../../engine/network/networkFlows.ts';
import { networkOf } from '../../../../../engine/network/networkOf.ts';
import { createRandom } from '../../../../../engine/compute/random.ts';
import type { Cell, ModelConfig } from '../../../../../engine/config.ts';
import { modelOf } from '../sessionOptions.ts';
import { initialiseParameters, initialValues } from '../../../../../engine/network/initial/initialise.ts';
import type { FirstVectors } from '../../../../../engine/network/initial/firstVectors.ts';
import { unpackTensor } from '../../../../../engine/network/parameterLayout.ts';
import { networkOfPair } from '../decoder/pairs.ts';

const [H, D, O] = [17, 5, 3];

/** First values of a network of two layers, by name. */
const initialise = (cell: Cell, model: Partial<ModelConfig>, embeddingSize = 0): Record<string, Float32Array> => {
  const isSymbols = embeddingSize > 0;
  const network = networkOf(
    {
      input: isSymbols ? { kind: 'symbols', vocabulary: D } : { kind: 'numbers', size: D },
      outputSize: O,
      everyStep: false,
    },
    modelOf({ cell, hiddenSize: H, numLayers: 2, embeddingSize, ...model }),
    'mse',
  );
  const places = layOutParameters(network, 8);
  const random = createRandom(7);
  const options = { initializer: 'pytorch', cell, ...model } as const;
  return Object.fromEntries(places.map((place) => [place.name, initialValues(place, places, options, random)]));
};

/** Largest absolute value: within `bound`, and so close to it that the bound is the distribution's. */
const expectUniform = (values: Float32Array | undefined, bound: number): void => {
  const largest = values?.reduce((high, value) => Math.max(high, Math.abs(value)), 0) ?? NaN;
  expect(largest).toBeLessThanOrEqual(bound);
  expect(largest).toBeGreaterThan(bound * 0.9);
  const mean = (values?.reduce((sum, value) => sum + value, 0) ?? NaN) / (values?.length ?? NaN);
  expect(Math.abs(mean)).toBeLessThan(bound / 4);
};

/** Largest deviation of the product of the matrix's columns from the identity; rows × H, from row `from` on. */
const columnError = (values: Float32Array | undefined, from: number, rows: number): number => {
  let worst = 0;
  for (let a = 0; a < H; a++) {
    for (let b = 0; b < H; b++) {
      let product = 0;
      for (let row = from; row < from + rows; row++) {
        product += (values?.[row * H + a] ?? NaN) * (values?.[row * H + b] ?? NaN);
      }
      worst = Math.max(worst, Math.abs(product - (a === b ? 1 : 0)));
    }
  }
  return worst;
};

const zeros = (count: number): Float32Array => new Float32Array(count);

test('vectors that are given stand before the random values of each symbol, and leave the padding at zero', () => {
  const network = networkOf(
    { input: { kind: 'symbols', vocabulary: D, padding: 1 }, outputSize: O, everyStep: false },
    modelOf({ cell: 'gru', hiddenSize: H, embeddingSize: 4 }),
    'crossEntropy',
  );
  const places = layOutParameters(network, 8);
  const embeddingOf = (vectors?: FirstVectors): Float32Array => {
    const packed = new Float32Array(places.reduce((sum, { count }) => sum + count, 0));
    initialiseParameters(
      { network, places },
      packed,
      { initializer: 'pytorch', cell: 'gru' },
      createRandom(7),
      vectors,
    );
    return unpackTensor(places[0]!, packed).values;
  };
  const values = Float32Array.from({ length: 2 * D }, (_, at) => at + 10);
  const random = embeddingOf();
  const given = embeddingOf({ size: 2, values, what: '' });
  for (let symbol = 0; symbol < D; symbol++) {
    const [at, its] = [4 * symbol, [...values.subarray(2 * symbol, 2 * symbol + 2)]];
    expect([...given.subarray(at, at + 2)]).toEqual(symbol === 1 ? [0, 0] : its);
    expect([...given.subarray(at + 2, at + 4)]).toEqual([...random.subarray(at + 2, at + 4)]);
  }
});

describe('pytorch', () => {
  test('every parameter but the embedding is uniform within 1/sqrt(H)', () => {
    const { 'embedding.weight': embedding, 'head.bias': _few, ...others } = initialise('lstm', {}, 40);
    for (const values of Object.values(others)) expectUniform(values, 1 / Math.sqrt(H));
    expect(Math.max(...(embedding ?? []))).toBeGreaterThan(1.5);
  });
});

describe('keras', () => {
  test('kernels are uniform within sqrt(6 / (in + out)), out counting all gates', () => {
    const values = initialise('lstm', { initializer: 'keras' });
    expectUniform(values['rnn.weight_ih_l0'], Math.sqrt(6 / (D + 4 * H)));
    expectUniform(values['rnn.weight_ih_l1'], Math.sqrt(6 / (H + 4 * H)));
    expectUniform(values['head.weight'], Math.sqrt(6 / (H + O)));
    expectUniform(initialise('gru', { initializer: 'keras' }, 40)['embedding.weight'], 0.05);
  });

  test.each<[Cell, number]>([
    ['rnn', 1],
    ['gru', 3],
    ['lstm', 4],
  ])('the recurrent kernel of %s is orthogonal over all gates together, within 1e-5', (cell, gates) => {
    const values = initialise(cell, { initializer: 'keras' });
    expect(columnError(values['rnn.weight_hh_l1'], 0, gates * H)).toBeLessThan(1e-5);
  });

  test('biases are zero but for the forget gate, whose two biases come to exactly 1', () => {
    const values = initialise('lstm', { initializer: 'keras' });
    const ones = zeros(4 * H).fill(1, H, 2 * H);
    expect(values['rnn.bias_ih_l0']).toEqual(ones);
    expect(values['rnn.bias_hh_l0']).toEqual(zeros(4 * H));
    expect(values['head.bias']).toEqual(zeros(O));
    expect(initialise('gru', { initializer: 'keras' })['rnn.bias_ih_l1']).toEqual(zeros(3 * H));
  });
});

test('keras opens the forget gate of minLstm by the one bias it has, and draws kernels for its gates alone', () => {
  const values = initialise('minLstm', { initializer: 'keras' });
  expect(Object.keys(values).filter((name) => name.startsWith('rnn.'))).toEqual([
    'rnn.weight_ih_l0',
    'rnn.bias_ih_l0',
    'rnn.weight_ih_l1',
    'rnn.bias_ih_l1',
  ]);
  expect(values['rnn.bias_ih_l0']).toEqual(zeros(3 * H).fill(1, 0, H));
  expectUniform(values['rnn.weight_ih_l1'], Math.sqrt(6 / (H + 3 * H)));
});

describe('tf1', () => {
  test('input and recurrent weights are uniform within the bound of the kernel that joins them', () => {
    const bound = Math.sqrt(6 / (D + H + 4 * H));
    const values = initialise('lstm', { initializer: 'tf1' });
    expectUniform(values['rnn.weight_ih_l0'], bound);
    expectUniform(values['rnn.weight_hh_l0'], bound);
    expectUniform(initialise('rnn', { initializer: 'tf1' })['rnn.weight_hh_l1'], Math.sqrt(6 / (3 * H)));
  });

  test('the gates of gru have a kernel of two gates and biases of 1, the candidate its own and 0', () => {
    const values = initialise('gru', { initializer: 'tf1' });
    const recurrent = values['rnn.weight_hh_l0'];
    expectUniform(recurrent?.subarray(0, 2 * H * H), Math.sqrt(6 / (D + H + 2 * H)));
    expectUniform(recurrent?.subarray(2 * H * H), Math.sqrt(6 / (D + H + H)));
    expect(values['rnn.bias_ih_l0']).toEqual(zeros(3 * H).fill(1, 0, 2 * H));
    expect(values['rnn.bias_hh_l0']).toEqual(zeros(3 * H));
  });

  test('the forget bias of 1 that BasicLSTMCell adds is stored', () => {
    expect(initialise('lstm', { initializer: 'tf1' })['rnn.bias_ih_l0']).toEqual(zeros(4 * H).fill(1, H, 2 * H));
  });
});

describe('irnn', () => {
  test('recurrent weights are exactly the identity, biases exactly zero, the others small', () => {
    const values = initialise('rnn', { initializer: 'irnn', activation: 'relu' });
    const identity = zeros(H * H).map((_, i) => (Math.floor(i / H) === i % H ? 1 : 0));
    expect(values['rnn.weight_hh_l0']).toEqual(identity);
    expect(values['rnn.weight_hh_l1']).toEqual(identity);
    expect(values['rnn.bias_ih_l0']).toEqual(zeros(H));
    expect(values['rnn.bias_hh_l1']).toEqual(zeros(H));
    const input = values['rnn.weight_ih_l0'] ?? zeros(0);
    const deviation = Math.sqrt(input.reduce((sum, value) => sum + value * value, 0) / input.length);
    expect(deviation / 0.001).toBeGreaterThan(0.8);
    expect(deviation / 0.001).toBeLessThan(1.2);
  });
});

describe('orthogonal', () => {
  test('the recurrent matrix of each gate is orthogonal by itself within 1e-5, and all biases are zero', () => {
    const values = initialise('lstm', { initializer: 'orthogonal' });
    for (let gate = 0; gate < 4; gate++) {
      expect(columnError(values['rnn.weight_hh_l0'], gate * H, H)).toBeLessThan(1e-5);
    }
    expect(values['rnn.bias_ih_l0']).toEqual(zeros(4 * H));
  });
});

test.each(['pytorch', 'keras', 'orthogonal'] as const)('forgetBias is what the forget biases of %s come to', (init) => {
  const values = initialise('lstm', { initializer: init, forgetBias: 2.5 });
  for (const layer of [0, 1]) {
    const [ih, hh] = [values[`rnn.bias_ih_l${layer}`], values[`rnn.bias_hh_l${layer}`]];
    expect(new Set(ih?.subarray(H, 2 * H))).toEqual(new Set([2.5]));
    expect(new Set(hh?.subarray(H, 2 * H))).toEqual(new Set([0]));
  }
  expect(initialise('lstm', { initializer: 'pytorch' })['rnn.bias_hh_l0']?.[H]).not.toBe(0);
});

test('layers of a decoder have the first values of their own cell, whatever the cell of the encoder', () => {
  const network = networkOfPair({ encoder: { cell: 'gru' }, decoder: { cell: 'lstm', hiddenSize: 6 } });
  const places = layOutParameters(network, 8);
  const packed = new Float32Array(places.reduce((end, { start, count }) => Math.max(end, start + count), 0));
  const model = modelOf({ cell: 'gru', initializer: 'keras' });
  initialiseParameters({ network, places }, packed, model, createRandom(7));
  const values = new Map(places.map((place) => [place.name, unpackTensor(place, packed).values]));
  expect(values.get('decoder.bias_ih_l0')).toEqual(zeros(24).fill(1, 6, 12));
  expect(values.get('rnn.bias_ih_l0')).toEqual(zeros(15));
  expect(values.get('bridge.bias_c_l0')).toEqual(zeros(6));
});
