import type { Tensor } from '../compute/tensor.ts';
import type { CellForm, CellWeights } from './cellWeights.ts';
import { addTensors, reorderBlocks, sliceRows, stackRows, transpose, zerosLike } from './tensorLayout.ts';

// Keras multiplies x from the left, so its matrices are PyTorch's transposed. Its gates are i f c o for lstm, which is
// PyTorch's order, and z r h for gru. (keras-team/keras keras/src/layers/rnn/{simple_rnn,lstm,gru}.py)

/** D inputs, u units, G gates in Keras's order. */
export interface KerasCell {
  /** (D, G*u) */
  readonly kernel: Tensor;
  /** (u, G*u) */
  readonly recurrentKernel: Tensor;
  /** (G*u); of a gru with reset_after (2, 3*u): of the input, then of the state. */
  readonly bias?: Tensor;
}

/** z r h of gru to r z n and back. */
const gruOrder = [1, 0, 2];

const reorder = (tensor: Tensor, { cell }: CellForm): Tensor =>
  cell === 'gru' ? reorderBlocks(tensor, gruOrder) : tensor;

/** Exact: a single bias becomes `bias_ih`, and `bias_hh` is zero. */
export const fromKeras = ({ kernel, recurrentKernel, bias }: KerasCell, form: CellForm): CellWeights => ({
  weightIh: reorder(transpose(kernel), form),
  weightHh: reorder(transpose(recurrentKernel), form),
  ...(bias && splitBias(bias, form)),
});

const splitBias = (bias: Tensor, form: CellForm): Pick<CellWeights, 'biasIh' | 'biasHh'> => {
  if (!hasTwoBiases(form)) {
    const biasIh = reorder(bias, form);
    return { biasIh, biasHh: zerosLike(biasIh) };
  }
  const row = (index: number): Tensor => {
    const { values } = sliceRows(bias, index, index + 1);
    return reorder({ shape: [values.length], values }, form);
  };
  return { biasIh: row(0), biasHh: row(1) };
};

/** Where Keras has one bias, the sum of the two, rounded once. */
export const toKeras = ({ weightIh, weightHh, biasIh, biasHh }: CellWeights, form: CellForm): KerasCell => ({
  kernel: transpose(reorder(weightIh, form)),
  recurrentKernel: transpose(reorder(weightHh, form)),
  ...(biasIh && biasHh && { bias: joinBiases(reorder(biasIh, form), reorder(biasHh, form), form) }),
});

const joinBiases = (biasIh: Tensor, biasHh: Tensor, form: CellForm): Tensor => {
  if (!hasTwoBiases(form)) return addTensors(biasIh, biasHh);
  const { values } = stackRows(biasIh, biasHh);
  return { shape: [2, values.length / 2], values };
};

/** The reset gate lies between the two, so they cannot be one. */
const hasTwoBiases = ({ cell, gruReset }: CellForm): boolean => cell === 'gru' && gruReset === 'after';
