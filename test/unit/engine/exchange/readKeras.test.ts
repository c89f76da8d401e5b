import { describe, expect, test } from 'vitest';
import { inferNetwork } from '../../../../engine/exchange/inferNetwork.ts';
import { takeKerasLayers } from '../../../../engine/exchange/readKeras.ts';

/** What a file with these datasets below `layers`, by their shapes, is taken for; each has a value of its own. */
const read = (shapes: Readonly<Record<string, readonly number[]>>, gruReset?: 'after' | 'before') => {
  const datasets = Object.entries(shapes).map(([path, shape], index) => {
    const size = shape.reduce((product, count) => product * count, 1);
    return { path, type: '32-bit floats', tensor: { shape, values: new Float32Array(size).fill(index + 1) } };
  });
  return takeKerasLayers({ root: ['layers'], datasets }, 'k.weights.h5', gruReset);
};

/** Up to the form of the network. */
const infer = (shapes: Readonly<Record<string, readonly number[]>>) => {
  const { tensors, inFile } = read(shapes);
  return inferNetwork(tensors, 'k.weights.h5', { inFile });
};

const cell = (layer: string, inputs: number, gates: number, bias: readonly number[] = [gates * 3]) => ({
  [`${layer}/cell/vars/0`]: [inputs, gates * 3],
  [`${layer}/cell/vars/1`]: [3, gates * 3],
  [`${layer}/cell/vars/2`]: bias,
});

describe('layers of a Keras file', () => {
  test('follow one another by their numbers, the tenth after the second', () => {
    const names = ['lstm', ...Array.from({ length: 10 }, (_, i) => `lstm_${i + 1}`)];
    const { tensors } = read(Object.fromEntries(names.flatMap((name) => Object.entries(cell(name, 3, 4)))));
    const firsts = names.map((_, layer) => tensors.get(`rnn.weight_ih_l${layer}`)?.values[0]);
    expect(firsts).toEqual(names.map((_, layer) => 3 * layer + 1));
  });

  test('may have seeds of dropout beside them, which are no weights', () => {
    const seeds = { 'lstm/cell/seed_generator/vars/0': [2], 'dropout/seed_generator/vars/0': [2] };
    const { tensors } = read({ ...cell('lstm', 4, 4), ...seeds });
    expect([...tensors.keys()]).toHaveLength(4);
  });

  test('without a bias of the output get zeros', () => {
    const { tensors } = read({ ...cell('lstm', 4, 4), 'dense/vars/0': [3, 2] });
    expect(tensors.get('head.bias')).toEqual({ shape: [2], values: new Float32Array(2) });
    expect(tensors.get('head.weight')?.shape).toEqual([2, 3]);
  });

  test('of a gru without bias reset as the config says, and are refused when it says nothing', () => {
    const { [`gru/cell/vars/2`]: bias, ...rest } = cell('gru', 4, 3);
    expect(bias).toBeDefined();
    expect(read(rest, 'before').gruReset).toBe('before');
    expect(() => read(rest)).toThrow(/k\.weights\.h5: has a gru without bias.*set model\.gruReset/);
  });

  const forward = cell('bidirectional/forward_layer', 4, 4);
  const backward = cell('bidirectional/backward_layer', 4, 4);
  const refused: [string, Readonly<Record<string, readonly number[]>>, RegExp][] = [
    ['no recurrent layer', { 'dense/vars/0': [3, 2] }, /holds no SimpleRNN, LSTM or GRU layer/],
    ['two kinds of them', { ...cell('lstm', 4, 4), ...cell('gru', 3, 3) }, /of several kinds, lstm, gru/],
    ['two kinds under one name', { ...cell('rnn', 4, 4), ...cell('rnn_1', 3, 1) }, /mixes lstm and rnn layers/],
    ['two grus', { ...cell('gru', 4, 3), ...cell('gru_1', 3, 3, [2, 9]) }, /gru layers of several kinds/],
    ['half a Bidirectional', forward, /no tensor layers\/bidirectional\/backward_layer\/cell\/vars\/0/],
    ['one and both directions', { ...forward, ...backward, ...cell('bidirectional_1', 6, 4) }, /of one and of both/],
    ['two Dense layers', { ...cell('lstm', 4, 4), 'dense/vars/0': [3, 3], 'dense_1/vars/0': [3, 2] }, /dense, dense_1/],
    ['another layer', { ...cell('lstm', 4, 4), 'batch_normalization/vars/0': [3] }, /batch_normalization.*no place/],
    [
      'a kernel missing',
      { 'lstm/cell/vars/1': [3, 12] },
      /has no tensor layers\/lstm\/cell\/vars\/0, the kernel of its cell/,
    ],
    ['a bias of another size', cell('lstm', 4, 4, [13]), /lstm\/cell\/vars\/2 is \(13\) and should be \(12\)/],
    ['more variables', { ...cell('lstm', 4, 4), 'lstm/cell/vars/3': [1] }, /vars\/3 is no variable/],
    ['five gates', cell('lstm', 4, 5), /tensors .*vars\/1 \(3, 15\).*should be the same, 4 times its units/],
    [
      'a bias of the output of another size',
      { ...cell('lstm', 4, 4), 'dense/vars/0': [3, 2], 'dense/vars/1': [3] },
      /dense\/vars\/1 is \(3\) and should be \(2\), for the 2 outputs of layers\/dense\/vars\/0 \(3, 2\)/,
    ],
  ];
  const two = { ...cell('lstm', 4, 4), ...cell('lstm_1', 3, 4), 'dense/vars/0': [3, 2], 'dense/vars/1': [2] };
  const without = (name: string) => Object.fromEntries(Object.entries(two).filter(([other]) => other !== name));
  test.each<[string, Readonly<Record<string, readonly number[]>>, string]>([
    [
      'no recurrent kernel',
      without('lstm_1/cell/vars/1'),
      'has no tensor layers/lstm_1/cell/vars/1, the recurrent kernel',
    ],
    ['a bias missing', without('lstm/cell/vars/2'), 'has no tensor layers/lstm/cell/vars/2, which the others call for'],
    [
      'no dense kernel',
      without('dense/vars/0'),
      'has no tensor layers/dense/vars/0, which layers/dense/vars/1 calls for',
    ],
    [
      'rows for other units',
      { ...two, 'lstm/cell/vars/1': [4, 12] },
      'tensor layers/lstm/cell/vars/1 is (4, 12) and should be (3, 12), for 3 units of 4 gates',
    ],
    [
      'columns of a kernel',
      { ...two, 'lstm_1/cell/vars/0': [3, 13] },
      'tensor layers/lstm_1/cell/vars/0 is (3, 13) and should be (3, 12), for the 12 columns of the others of its cell',
    ],
    [
      'rows of a kernel',
      { ...two, 'lstm_1/cell/vars/0': [5, 12] },
      'tensor layers/lstm_1/cell/vars/0 is (5, 12) and should be (3, 12), for 3 units of 4 gates and 3 inputs',
    ],
    [
      'a flat kernel',
      { ...two, 'lstm/cell/vars/0': [12] },
      'tensor layers/lstm/cell/vars/0 is (12) and should have two dimensions',
    ],
    [
      'two biases of an lstm',
      { ...two, 'lstm/cell/vars/2': [2, 12] },
      'tensor layers/lstm/cell/vars/2 is (2, 12) and should be (12)',
    ],
    [
      'three biases of a gru',
      cell('gru', 4, 3, [3, 9]),
      'tensor layers/gru/cell/vars/2 is (3, 9) and should be (2, 9)',
    ],
    [
      'rows of the dense kernel',
      { ...two, 'dense/vars/0': [4, 2] },
      'tensor layers/dense/vars/0 is (4, 2) and should be (3, 2), for the 3 outputs of the last layer',
    ],
    [
      'vectors of another length',
      { ...two, 'embedding/vars/0': [7, 5] },
      'tensor layers/embedding/vars/0 is (7, 5) and should be (7, 4), for the 4 inputs of layers/lstm/cell/vars/0',
    ],
    ['a third variable of the dense layer', { ...two, 'dense/vars/2': [2] }, 'layers/dense/vars/2 has no place'],
    [
      'one direction turned',
      { ...forward, ...backward, 'bidirectional/backward_layer/cell/vars/1': [12, 3] },
      'tensor layers/bidirectional/backward_layer/cell/vars/1',
    ],
  ])('with %s have that tensor named as the file does', (_, shapes, reason) => {
    expect(() => infer(shapes)).toThrow(`k.weights.h5: ${reason}`);
  });

  test.each([
    [NaN, 'is no number (NaN); take an earlier checkpoint'],
    [Infinity, 'is infinite; take an earlier checkpoint'],
  ])('with %d in a recurrent kernel have it named with the place that the file has', (value, words) => {
    const datasets = Object.entries(two).map(([path, shape]) => {
      const values = new Float32Array(shape.reduce((product, count) => product * count, 1));
      if (path === 'lstm_1/cell/vars/1') values[2 * 12 + 3] = value;
      return { path, type: '32-bit floats', tensor: { shape, values } };
    });
    expect(() => takeKerasLayers({ root: ['layers'], datasets }, 'k.weights.h5', undefined)).toThrow(
      `k.weights.h5: tensor layers/lstm_1/cell/vars/1: the weight at [2, 3] ${words}`,
    );
  });

  test.each(refused)('with %s are refused by name', (_, shapes, reason) => {
    expect(() => read(shapes)).toThrow(reason);
  });
});
