import { describe, expect, test } from 'vitest';
import type { Tensor } from '../../../../engine/compute/tensor.ts';
import { inferNetwork } from '../../../../engine/exchange/inferNetwork.ts';
import { matchStateDict } from '../../../../engine/exchange/matchStateDict.ts';

const tensor = (...shape: number[]): Tensor => ({
  shape,
  values: Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, (_, i) => i / 8),
});

/** A one-layer gru of 3 units on 4 inputs, its module called `name`. */
const gru = (name = 'rnn'): [string, Tensor][] => [
  [`${name}.weight_ih_l0`, tensor(9, 4)],
  [`${name}.weight_hh_l0`, tensor(9, 3)],
  [`${name}.bias_ih_l0`, tensor(9)],
  [`${name}.bias_hh_l0`, tensor(9)],
];
const linear = (name: string, outputs = 2, inputs = 3): [string, Tensor][] => [
  [`${name}.weight`, tensor(outputs, inputs)],
  [`${name}.bias`, tensor(outputs)],
];

const match = (...entries: readonly [string, Tensor][]) => matchStateDict(new Map(entries), 'w.safetensors');

describe('a state_dict', () => {
  test('with our own names comes through as it is', () => {
    const entries = [...gru(), ...linear('head')];
    const { tensors, notes } = match(...entries);
    expect(Object.fromEntries(tensors)).toEqual(Object.fromEntries(entries));
    expect(notes).toEqual([]);
  });

  test.each(['fc', 'linear', 'head', 'decoder', 'output', 'model.classifier', 'net.3'])(
    'has its output layer found under %s',
    (name) => {
      const { tensors } = match(...gru('module.lstm'), ...linear(name));
      expect([...tensors.keys()]).toEqual([
        'rnn.weight_ih_l0',
        'rnn.weight_hh_l0',
        'rnn.bias_ih_l0',
        'rnn.bias_hh_l0',
        'head.weight',
        'head.bias',
      ]);
      expect(tensors.get('head.weight')).toEqual(tensor(2, 3));
    },
  );

  test('without names before the weights, as of a bare nn.GRU, is taken', () => {
    const bare = gru().map(([name, value]): [string, Tensor] => [name.replace('rnn.', ''), value]);
    expect([...match(...bare).tensors.keys()]).toEqual(gru().map(([name]) => name));
  });

  test('has an embedding and an output layer of the same shape told apart by their names', () => {
    const square: [string, Tensor][] = [
      ['rnn.weight_ih_l0', tensor(9, 3)],
      ['rnn.weight_hh_l0', tensor(9, 3)],
      ['encoder.weight', tensor(7, 3)],
      ['decoder.weight', tensor(7, 3)],
    ];
    const { tensors, notes } = match(...square);
    expect(tensors.get('embedding.weight')).toBe(square[2]![1]);
    expect(tensors.get('head.weight')).toBe(square[3]![1]);
    expect(tensors.get('head.bias')).toEqual({ shape: [7], values: new Float32Array(7) });
    expect(notes[0]).toContain('decoder has no bias; head.bias begins at zero');
  });

  const refused: [string, [string, Tensor][], RegExp][] = [
    ['no recurrent weights', linear('fc'), /holds no recurrent weights.*it has fc\.weight, fc\.bias/],
    ['nothing at all', [], /it has no tensors/],
    ['two recurrent modules', [...gru('encoder'), ...gru('decoder')], /encoder\.weight_ih_l0, decoder\.weight_ih_l0/],
    ['two output layers', [...gru(), ...linear('fc1'), ...linear('fc2')], /fc1\.weight, fc2\.weight could each be/],
    [
      'a layer that fits nowhere',
      [...gru(), ...linear('fc', 2, 5)],
      /fc\.weight \(2, 5\) has no place.*\(outputs, 3\)/,
    ],
    ['a tensor of another kind', [...gru(), ['bn.running_mean', tensor(3)]], /bn\.running_mean \(3\) has no place/],
    ['a bias alone', [...gru(), ['fc.bias', tensor(3)]], /has no tensor fc\.weight, which fc\.bias \(3\) calls for/],
    [
      'a bias of another size',
      [...gru(), ['fc.weight', tensor(2, 3)], ['fc.bias', tensor(5)]],
      /tensor fc\.bias is \(5\) and should be \(2\), for the 2 outputs of fc\.weight \(2, 3\)/,
    ],
    [
      'a square layer that may be two things',
      [
        ['rnn.weight_ih_l0', tensor(3, 3)],
        ['rnn.weight_hh_l0', tensor(3, 3)],
        ['x.weight', tensor(3, 3)],
      ],
      /x\.weight \(3, 3\) may be the embedding or the output layer; rename it/,
    ],
  ];
  const second = (name: string): [string, Tensor][] => [
    [`${name}.weight_ih_l1`, tensor(9, 3)],
    [`${name}.weight_hh_l1`, tensor(9, 3)],
    [`${name}.bias_ih_l1`, tensor(9)],
    [`${name}.bias_hh_l1`, tensor(9)],
  ];
  test.each<[string, number[]]>([
    ['weight_ih_l0', [12, 4]],
    ['weight_hh_l0', [12, 3]],
    ['weight_ih_l1', [9, 5]],
    ['weight_hh_l1', [9, 4]],
    ['weight_hh_l1', [6, 3]],
    ['bias_ih_l1', [8]],
  ])('whose %s is %j has that tensor named as the file does, not what reads its outputs', (name, shape) => {
    const entries = [...gru('net'), ...second('net'), ...linear('fc')];
    const wrong = entries.map(([other, right]): [string, Tensor] => {
      return [other, other === `net.${name}` ? tensor(...shape) : right];
    });
    expect(() => match(...wrong)).toThrow(`w.safetensors: tensor net.${name} is (${shape.join(', ')}) and should be`);
  });

  test('of a gru with a projection names what only lstm has', () => {
    expect(() => match(...gru(), ['rnn.weight_hr_l0', tensor(2, 3)])).toThrow(
      'rnn.weight_hr_l0 (2, 3) is a projection, which only lstm has; the others are of a gru',
    );
  });

  test.each(refused)('with %s is refused by name', (_, entries, reason) => {
    expect(() => match(...entries)).toThrow(reason);
  });
});

describe('the form of a network', () => {
  const infer = (...entries: readonly [string, Tensor][]) => inferNetwork(new Map(entries), 'w.safetensors');

  test('is read off the shapes: gates, layers, directions, projection, biases', () => {
    const layer = (suffix: string, inputs: number): [string, Tensor][] => [
      [`rnn.weight_ih_${suffix}`, tensor(20, inputs)],
      [`rnn.weight_hh_${suffix}`, tensor(20, 2)],
      [`rnn.weight_hr_${suffix}`, tensor(2, 5)],
    ];
    const entries = [...layer('l0', 4), ...layer('l0_reverse', 4), ...layer('l1', 4), ...layer('l1_reverse', 4)];
    expect(infer(...entries, ...linear('head', 2, 4))).toEqual({
      cell: 'lstm',
      layerSizes: [5, 5],
      isBidirectional: true,
      projSize: 2,
      hasBias: false,
      embeddingSize: 0,
      hasNorms: false,
      hasLearnedState: false,
    });
    expect(infer(...gru())).toMatchObject({ cell: 'gru', layerSizes: [3], isBidirectional: false, hasBias: true });
  });

  test.each(gru().map(([name]) => name))('without %s names it', (missing) => {
    const rest = gru().filter(([name]) => name !== missing);
    expect(() => infer(...rest)).toThrow(`w.safetensors: has no tensor ${missing}`);
  });

  test.each(gru())('with a transposed or longer %s names it and says what it should be', (name, right) => {
    const wrong = tensor((right.shape[0] ?? 0) + 1, ...right.shape.slice(1));
    const entries = gru().map(([other, value]): [string, Tensor] => [other, other === name ? wrong : value]);
    expect(() => infer(...entries)).toThrow(new RegExp(`tensor ${name} is \\(10.*should be`));
  });

  test('with a layer left out names its tensors', () => {
    const [ih, hh] = gru();
    expect(() => infer(...gru(), ['rnn.weight_ih_l2', ih![1]], ['rnn.weight_hh_l2', hh![1]])).toThrow(
      'has no tensor rnn.weight_ih_l1',
    );
  });

  test('with a million layers is refused at once', () => {
    expect(() => infer(...gru(), ['rnn.weight_ih_l999999', tensor(9, 3)])).toThrow('1000000 recurrent layers');
  });
});
