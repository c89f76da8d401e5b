import { describe, expect, test } from 'vitest';
import { takeKerasLayers } from '../../../../engine/exchange/readKeras.ts';

/** What a file with these datasets below `layers`, by their shapes, is taken for; each has a value of its own. */
const read = (shapes: Readonly<Record<string, readonly number[]>>, gruReset?: 'after' | 'before') => {
  const datasets = Object.entries(shapes).map(([path, shape], index) => {
    const size = shape.reduce((product, count) => product * count, 1);
    return { path, type: '32-bit floats', tensor: { shape, values: new Float32Array(size).fill(index + 1) } };
  });
  return takeKerasLayers({ root: ['layers'], datasets }, 'k.weights.h5', gruReset);
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
    ['half a Bidirectional', forward, /layer bidirectional \(backward\) has no kernel/],
    ['one and both directions', { ...forward, ...backward, ...cell('bidirectional_1', 6, 4) }, /of one and of both/],
    ['two Dense layers', { ...cell('lstm', 4, 4), 'dense/vars/0': [3, 3], 'dense_1/vars/0': [3, 2] }, /dense, dense_1/],
    ['another layer', { ...cell('lstm', 4, 4), 'batch_normalization/vars/0': [3] }, /batch_normalization.*no place/],
    ['a kernel missing', { 'lstm/cell/vars/1': [3, 12] }, /layer lstm has no kernel/],
    ['a bias of another size', cell('lstm', 4, 4, [13]), /a bias \(13\); their last dimensions should be the same/],
    ['more variables', { ...cell('lstm', 4, 4), 'lstm/cell/vars/3': [1] }, /vars\/3 is no variable/],
    ['five gates', cell('lstm', 4, 5), /recurrent_kernel \(3, 15\) of no SimpleRNN, LSTM or GRU/],
    [
      'a bias of the output of another size',
      { ...cell('lstm', 4, 4), 'dense/vars/0': [3, 2], 'dense/vars/1': [3] },
      /\(3, 2\) and a bias \(3\)/,
    ],
  ];
  test.each(refused)('with %s are refused by name', (_, shapes, reason) => {
    expect(() => read(shapes)).toThrow(reason);
  });
});
