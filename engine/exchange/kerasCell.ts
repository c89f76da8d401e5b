import type { Tensor } from '../compute/tensor.ts';
import type { KerasForm } from '../network/cells/cellSpec.ts';
import { specOf } from '../network/cells/findCell.ts';
import type { CellForm, CellWeights } from './cellWeights.ts';
import { addTensors, reorderBlocks, sliceRows, stackRows, transpose, zerosLike } from './tensorLayout.ts';

// Keras multiplies x from the left, so its matrices are PyTorch's transposed. (keras-team/keras keras/src/layers/rnn/{simple_rnn,lstm,gru}.py)

/** D inputs, u units, G gates in Keras's order. */
export interface KerasCell {
  /** (D, G*u) */
  readonly kernel: Tensor;
  /** (u, G*u) */
  readonly recurrentKernel: Tensor;
  /** (G*u); of a gru with reset_after (2, G*u): of the input, then of the state. */
  readonly bias?: Tensor;
}

export const kerasFormOf = (form: CellForm): KerasForm => {
  const { keras } = specOf(form);
  if (typeof keras === 'string') throw new Error(keras);
  return keras;
};

/** Our gates to Keras's. */
const toOrder = (tensor: Tensor, form: CellForm): Tensor => reorderBlocks(tensor, kerasFormOf(form).order);

/** Keras's gates to ours. */
const fromOrder = (tensor: Tensor, form: CellForm): Tensor => {
  const { order } = kerasFormOf(form);
  return reorderBlocks(
    tensor,
    order.map((_, gate) => order.indexOf(gate)),
  );
};

/** Exact: a single bias becomes `bias_ih`, and `bias_hh` is zero. */
export const fromKeras = ({ kernel, recurrentKernel, bias }: KerasCell, form: CellForm): CellWeights => ({
  weightIh: fromOrder(transpose(kernel), form),
  weightHh: fromOrder(transpose(recurrentKernel), form),
  ...(bias && splitBias(bias, form)),
});

const splitBias = (bias: Tensor, form: CellForm): Pick<CellWeights, 'biasIh' | 'biasHh'> => {
  if (!hasTwoBiases(form)) {
    const biasIh = fromOrder(bias, form);
    return { biasIh, biasHh: zerosLike(biasIh) };
  }
  const row = (index: number): Tensor => {
    const { values } = sliceRows(bias, index, index + 1);
    return fromOrder({ shape: [values.length], values }, form);
  };
  return { biasIh: row(0), biasHh: row(1) };
};

/** Where Keras has one bias, the sum of the two, rounded once. */
export const toKeras = ({ weightIh, weightHh, biasIh, biasHh }: CellWeights, form: CellForm): KerasCell => ({
  kernel: transpose(toOrder(weightIh, form)),
  recurrentKernel: transpose(toOrder(weightHh, form)),
  ...(biasIh && biasHh && { bias: joinBiases(toOrder(biasIh, form), toOrder(biasHh, form), form) }),
});

const joinBiases = (biasIh: Tensor, biasHh: Tensor, form: CellForm): Tensor => {
  if (!hasTwoBiases(form)) return addTensors(biasIh, biasHh);
  const { values } = stackRows(biasIh, biasHh);
  return { shape: [2, values.length / 2], values };
};

const hasTwoBiases = (form: CellForm): boolean => kerasFormOf(form).biases === 2;
