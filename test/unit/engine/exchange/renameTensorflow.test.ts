import { expect, test } from 'vitest';
import type { Tensor } from '../../../../engine/compute/tensor.ts';
import { showInFile } from '../../../../engine/exchange/fileTensor.ts';
import { matchStateDict } from '../../../../engine/exchange/matchStateDict.ts';
import { renameTensorflow } from '../../../../engine/exchange/renameTensorflow.ts';

const rename = (shapes: Readonly<Record<string, readonly number[]>>) => {
  const tensors = Object.entries(shapes).map(([name, shape]): [string, Tensor] => {
    const size = shape.reduce((product, count) => product * count, 1);
    return [name, { shape, values: Float32Array.from({ length: size }, (_, i) => i) }];
  });
  return renameTensorflow(new Map(tensors), 't.safetensors');
};
const lstm = { 'rnn/basic_lstm_cell/kernel': [5, 8], 'rnn/basic_lstm_cell/bias': [8] };

test('names of other programs are left to others', () => {
  expect(rename({ 'rnn.weight_ih_l0': [8, 3] })).toBeUndefined();
});

test('an output layer and an embedding get the names and layouts of PyTorch', () => {
  const { tensors, notes } = rename({ ...lstm, 'dense/kernel': [2, 3], 'dense/bias': [3], embedding: [7, 3] })!;
  expect(Object.fromEntries([...tensors].map(([name, { shape }]) => [name, shape]))).toEqual({
    'dense.weight': [3, 2],
    'dense.bias': [3],
    'embedding.weight': [7, 3],
    'rnn.weight_ih_l0': [8, 3],
    'rnn.weight_hh_l0': [8, 2],
    'rnn.bias_ih_l0': [8],
    'rnn.bias_hh_l0': [8],
  });
  expect(tensors.get('dense.weight')!.values).toEqual(Float32Array.of(0, 3, 1, 4, 2, 5));
  expect(notes).toEqual([expect.stringContaining('1 was added to the bias of the forget gates')]);
});

const refused: [string, Readonly<Record<string, readonly number[]>>, RegExp][] = [
  ['two scopes', { ...lstm, 'b/basic_lstm_cell/kernel': [5, 8] }, /scopes rnn\/, b\/; a network here has one stack/],
  ['two kinds', { ...lstm, 'rnn/gru_cell/gates/bias': [4] }, /mixes basic_lstm_cell and gru_cell/],
  ['no bias', { 'rnn/basic_rnn_cell/kernel': [5, 2] }, /has no tensor rnn\/basic_rnn_cell\/bias/],
  [
    'no candidate',
    { 'gru_cell/gates/kernel': [5, 4], 'gru_cell/gates/bias': [4] },
    /has no tensor gru_cell\/candidate\/kernel/,
  ],
  [
    'a layer left out',
    { 'multi_rnn_cell/cell_1/lstm_cell/kernel': [5, 8] },
    /has no tensor multi_rnn_cell\/cell_0\/lstm_cell\/kernel/,
  ],
  ['far too many', { 'multi_rnn_cell/cell_99999/lstm_cell/kernel': [5, 8] }, /numbers its cells up to 99999/],
  ['a bias of another size', { ...lstm, 'rnn/basic_lstm_cell/bias': [9] }, /kernel is \(5, 8\) and its bias \(9\)/],
  ['a kernel without room for inputs', { ...lstm, 'rnn/basic_lstm_cell/kernel': [2, 8] }, /which fits no cell/],
];
test.each(refused)('%s are refused by name', (_, shapes, reason) => {
  expect(() => rename(shapes)).toThrow(reason);
});

const cells = Object.fromEntries(
  [0, 1].flatMap((layer): [string, readonly number[]][] => [
    [`multi_rnn_cell/cell_${layer}/lstm_cell/kernel`, [layer === 0 ? 7 : 4, 8]],
    [`multi_rnn_cell/cell_${layer}/lstm_cell/bias`, [8]],
  ]),
);
const whole = { ...cells, 'dense/kernel': [2, 3], 'dense/bias': [3] };
const gru = {
  ...{ 'gru_cell/gates/kernel': [5, 4], 'gru_cell/gates/bias': [4] },
  ...{ 'gru_cell/candidate/kernel': [5, 2], 'gru_cell/candidate/bias': [2] },
};

test.each<[string, Readonly<Record<string, readonly number[]>>, string]>([
  [
    'rows of a kernel',
    { ...whole, 'multi_rnn_cell/cell_1/lstm_cell/kernel': [5, 8] },
    'multi_rnn_cell/cell_1/lstm_cell/kernel is (5, 8) and should be (4, 8), for the 2 units of the cell below and its own 2',
  ],
  [
    'rows of a candidate',
    { ...gru, 'gru_cell/candidate/kernel': [6, 2] },
    'gru_cell/candidate/kernel is (6, 2) and gru_cell/gates/kernel (5, 4), which fits no cell',
  ],
  [
    'a dense kernel',
    { ...whole, 'dense/kernel': [6, 3] },
    'dense/kernel (6, 3) has no place in a network here: an embedding would be (symbols, 5), which multi_rnn_cell/cell_0/lstm_cell/kernel (7, 8) reads, the output layer (2, outputs) with a bias',
  ],
  ['a flat dense kernel', { ...whole, 'dense/kernel': [6] }, 'dense/kernel (6) has no place'],
  [
    'a dense bias',
    { ...whole, 'dense/bias': [4] },
    'tensor dense/bias is (4) and should be (3), for the 3 outputs of dense/kernel (2, 3)',
  ],
  [
    'a dense kernel left out',
    { ...cells, 'dense/bias': [3] },
    'has no tensor dense/kernel, which dense/bias (3) calls for',
  ],
  ['another variable', { ...whole, global_step: [] }, 'global_step () has no place'],
])('%s wrong is named as the file does', (_, shapes, reason) => {
  expect(() => {
    const { tensors, inFile } = rename(shapes)!;
    matchStateDict(tensors, 't.safetensors', inFile);
  }).toThrow(`t.safetensors: ${reason}`);
});

test('input weights have the shapes of the kernels that hold them', () => {
  const shapeIn = (shapes: Readonly<Record<string, readonly number[]>>, shape: readonly number[]): string =>
    showInFile(rename(shapes)!.inFile('rnn.weight_ih_l0'), { shape });
  expect(shapeIn(lstm, [8, 3])).toBe('rnn/basic_lstm_cell/kernel (5, 8)');
  expect(shapeIn(gru, [6, 3])).toBe('gru_cell/gates/kernel (5, 4)');
});
