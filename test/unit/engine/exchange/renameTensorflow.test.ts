import { expect, test } from 'vitest';
import type { Tensor } from '../../../../engine/compute/tensor.ts';
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
  ['no bias', { 'rnn/basic_rnn_cell/kernel': [5, 2] }, /basic_rnn_cell has no cell 0: bias/],
  ['no candidate', { 'gru_cell/gates/kernel': [5, 4], 'gru_cell/gates/bias': [4] }, /has no cell 0: candidate\/kernel/],
  ['a layer left out', { 'multi_rnn_cell/cell_1/lstm_cell/kernel': [5, 8] }, /lstm_cell has no cell 0: kernel/],
  ['far too many', { 'multi_rnn_cell/cell_99999/lstm_cell/kernel': [5, 8] }, /numbers its cells up to 99999/],
  ['a bias of another size', { ...lstm, 'rnn/basic_lstm_cell/bias': [9] }, /kernel is \(5, 8\) and its bias \(9\)/],
  ['a kernel without room for inputs', { ...lstm, 'rnn/basic_lstm_cell/kernel': [2, 8] }, /which fits no cell/],
];
test.each(refused)('%s are refused by name', (_, shapes, reason) => {
  expect(() => rename(shapes)).toThrow(reason);
});
