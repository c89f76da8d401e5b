import type { Tensor } from '../compute/tensor.ts';
import type { CellWeights } from './cellWeights.ts';
import { addTensors, reorderBlocks, sliceRows, stackRows, transpose, zerosLike } from './tensorLayout.ts';

// TensorFlow 1 joins input and state: one kernel whose first rows multiply x and whose last rows multiply h.
// (tensorflow/python/ops/rnn_cell_impl.py) D inputs, u units.

/** BasicRNNCell has one gate, BasicLSTMCell four: i j f o, where j is PyTorch's g. */
export interface TensorflowCell {
  /** (D+u, G*u) */
  readonly kernel: Tensor;
  /** (G*u) */
  readonly bias: Tensor;
}

/** GRUCell: r and u, which is PyTorch's z, then the candidate, whose product comes after the reset gate. */
export interface TensorflowGru {
  /** (D+u, 2*u), (2*u) */
  readonly gates: TensorflowCell;
  /** (D+u, u), (u) */
  readonly candidate: TensorflowCell;
}

/** i j f o to i f g o and back. */
const lstmOrder = [0, 2, 1, 3];

/** Exact: the single bias becomes `bias_ih`, and `bias_hh` is zero. */
export const fromBasicRnn = ({ kernel, bias }: TensorflowCell): CellWeights => ({
  ...splitKernel(transpose(kernel), bias.values.length),
  biasIh: bias,
  biasHh: zerosLike(bias),
});

/** `forgetBias` is what the cell adds to its forget gate as it runs; it is not in the file. */
export const fromBasicLstm = ({ kernel, bias }: TensorflowCell, forgetBias = 1): CellWeights => {
  const biasIh = addToForgetGate(reorderBlocks(bias, lstmOrder), forgetBias);
  return {
    ...splitKernel(reorderBlocks(transpose(kernel), lstmOrder), bias.values.length / 4),
    biasIh,
    biasHh: zerosLike(biasIh),
  };
};

/** For a gru that resets before the recurrent product. */
export const fromGruCell = ({ gates, candidate }: TensorflowGru): CellWeights => {
  const biasIh = stackRows(gates.bias, candidate.bias);
  return {
    ...splitKernel(stackRows(transpose(gates.kernel), transpose(candidate.kernel)), candidate.bias.values.length),
    biasIh,
    biasHh: zerosLike(biasIh),
  };
};

/** The two biases become one, their sum, rounded once; no bias becomes zeros. */
export const toBasicRnn = (weights: CellWeights): TensorflowCell => ({
  kernel: transpose(joinKernel(weights)),
  bias: joinBiases(weights),
});

export const toBasicLstm = (weights: CellWeights, forgetBias = 1): TensorflowCell => ({
  kernel: transpose(reorderBlocks(joinKernel(weights), lstmOrder)),
  bias: reorderBlocks(addToForgetGate(joinBiases(weights), -forgetBias), lstmOrder),
});

/** Of a gru that resets before the recurrent product. */
export const toGruCell = (weights: CellWeights): TensorflowGru => {
  const kernel = joinKernel(weights);
  const bias = joinBiases(weights);
  const units = bias.values.length / 3;
  const part = (start: number, end: number): TensorflowCell => ({
    kernel: transpose(sliceRows(kernel, start * units, end * units)),
    bias: sliceRows(bias, start * units, end * units),
  });
  return { gates: part(0, 2), candidate: part(2, 3) };
};

/** (G*u, D+u) to (G*u, D) and (G*u, u). */
const splitKernel = (joined: Tensor, units: number): Pick<CellWeights, 'weightIh' | 'weightHh'> => {
  const columns = transpose(joined);
  const inputs = (columns.shape[0] ?? 0) - units;
  return {
    weightIh: transpose(sliceRows(columns, 0, inputs)),
    weightHh: transpose(sliceRows(columns, inputs, inputs + units)),
  };
};

const joinKernel = ({ weightIh, weightHh }: CellWeights): Tensor =>
  transpose(stackRows(transpose(weightIh), transpose(weightHh)));

const joinBiases = ({ weightIh, biasIh, biasHh }: CellWeights): Tensor => {
  const rows = weightIh.shape[0] ?? 0;
  return biasIh && biasHh ? addTensors(biasIh, biasHh) : { shape: [rows], values: new Float32Array(rows) };
};

/** The second block of i f g o. */
const addToForgetGate = ({ shape, values }: Tensor, amount: number): Tensor => {
  const units = values.length / 4;
  return { shape, values: values.map((value, i) => (Math.floor(i / units) === 1 ? value + amount : value)) };
};
