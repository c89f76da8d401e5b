import type { Tensor } from '../compute/tensor.ts';
import type { CellSpec, TensorflowForm } from '../network/cells/cellSpec.ts';
import type { CellWeights } from './cellWeights.ts';
import { addTensors, reorderBlocks, sliceRows, stackRows, transpose, zerosLike } from './tensorLayout.ts';

// TensorFlow 1 joins input and state: kernels whose first rows multiply x and whose last rows multiply h.
// (tensorflow/python/ops/rnn_cell_impl.py) D inputs, u units, G gates of a kernel.

/** A kernel of a cell with its bias. */
export interface TensorflowKernel {
  /** (D+u, G*u) */
  readonly kernel: Tensor;
  /** (G*u) */
  readonly bias: Tensor;
}

/**
 * Exact: the single bias becomes `bias_ih`, and `bias_hh` is zero. `parts` are the kernels in the order of the cell's
 * form; `forgetBias` is what the cell adds to its forget gate as it runs: it is not in the file.
 */
export const fromTensorflow = (
  spec: CellSpec,
  parts: readonly TensorflowKernel[],
  forgetBias = spec.tensorflow?.addedForgetBias ?? 0,
): CellWeights => {
  const order = gatesInFile(formOf(spec));
  const ours = order.map((_, gate) => order.indexOf(gate));
  const bias = reorderBlocks(stackRows(...parts.map((part) => part.bias)), ours);
  const biasIh = addToForgetGate(spec, bias, forgetBias);
  const joined = reorderBlocks(stackRows(...parts.map(({ kernel }) => transpose(kernel))), ours);
  return { ...splitKernel(joined, bias.values.length / order.length), biasIh, biasHh: zerosLike(biasIh) };
};

/** The two biases become one, their sum, rounded once; no bias becomes zeros. */
export const toTensorflow = (
  spec: CellSpec,
  weights: CellWeights,
  forgetBias = spec.tensorflow?.addedForgetBias ?? 0,
): readonly TensorflowKernel[] => {
  const form = formOf(spec);
  const order = gatesInFile(form);
  const kernel = reorderBlocks(joinKernel(weights), order);
  const bias = reorderBlocks(addToForgetGate(spec, joinBiases(weights), -forgetBias), order);
  const units = bias.values.length / order.length;
  let from = 0;
  return form.kernels.map(({ gates }) => {
    const to = from + gates.length * units;
    const part = { kernel: transpose(sliceRows(kernel, from, to)), bias: sliceRows(bias, from, to) };
    from = to;
    return part;
  });
};

const formOf = ({ name, tensorflow }: CellSpec): TensorflowForm => {
  if (!tensorflow) throw new Error(`TensorFlow 1 has no ${name}.`);
  return tensorflow;
};

/** Our gates in the order of the kernels. */
const gatesInFile = ({ kernels }: TensorflowForm): readonly number[] => kernels.flatMap(({ gates }) => gates);

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

const addToForgetGate = (spec: CellSpec, { shape, values }: Tensor, amount: number): Tensor => {
  const gates = spec.gates({ cell: spec.name });
  const units = values.length / gates.length;
  return { shape, values: values.map((value, i) => (gates[Math.floor(i / units)]?.isForget ? value + amount : value)) };
};
