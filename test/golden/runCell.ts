import type { KernelModule } from '../../engine/compute/loadKernels.ts';
import type { Tensor } from '../../engine/compute/tensor.ts';
import type { ModelConfig } from '../../engine/config.ts';
import { type CellWeights, layerSuffix, putCell } from '../../engine/exchange/cellWeights.ts';
import { fromKeras } from '../../engine/exchange/kerasCell.ts';
import { fromTensorflow, type TensorflowKernel } from '../../engine/exchange/tensorflowCell.ts';
import { specOf } from '../../engine/network/cells/findCell.ts';
import { NetworkBench } from '../unit/engine/network/networkBench.ts';
import { drawValues } from './drawValues.ts';
import type { GoldenCell, KerasName, TensorflowName } from './goldenCells.ts';
import type { Results } from './goldenNetworks.ts';

type Form = Pick<ModelConfig, 'cell' | 'activation' | 'gruReset'>;

const forms: Record<KerasName | TensorflowName, Form> = {
  tanh: { cell: 'rnn', activation: 'tanh', gruReset: 'after' },
  relu: { cell: 'rnn', activation: 'relu', gruReset: 'after' },
  lstm: { cell: 'lstm', activation: 'tanh', gruReset: 'after' },
  gruAfter: { cell: 'gru', activation: 'tanh', gruReset: 'after' },
  gruBefore: { cell: 'gru', activation: 'tanh', gruReset: 'before' },
  BasicRNNCell: { cell: 'rnn', activation: 'tanh', gruReset: 'after' },
  BasicLSTMCell: { cell: 'lstm', activation: 'tanh', gruReset: 'after' },
  GRUCell: { cell: 'gru', activation: 'tanh', gruReset: 'before' },
};

/** A variable of the program by its name without the suffix of layer and direction: `kernel`, `gates/bias`. */
type Variable = (part: string) => Tensor | undefined;

/** PyTorch's parameters, which are ours, from the program's. `isGradient`: of gradients, to which no constant is added. */
const convert = (name: GoldenCell['cell'], variable: Variable, isGradient: boolean): CellWeights => {
  const take = (part: string): Tensor => {
    const tensor = variable(part);
    if (!tensor) throw new Error(`${name} has no ${part}.`);
    return tensor;
  };
  const spec = specOf(forms[name]);
  const pair = (scope: string): TensorflowKernel => ({ kernel: take(`${scope}kernel`), bias: take(`${scope}bias`) });
  switch (name) {
    case 'BasicRNNCell':
      return fromTensorflow(spec, [pair('')]);
    case 'BasicLSTMCell':
      return fromTensorflow(spec, [pair('')], isGradient ? 0 : 1);
    case 'GRUCell':
      return fromTensorflow(spec, [pair('gates/'), pair('candidate/')]);
    default: {
      const bias = variable('bias');
      const recurrentKernel = take('recurrent_kernel');
      return fromKeras({ kernel: take('kernel'), recurrentKernel, ...(bias && { bias }) }, forms[name]);
    }
  }
};

/** What the kernels make of a golden cell, and what is expected, both under the names of our parameters. */
export const runCell = (golden: GoldenCell, kernels: KernelModule): { found: Results; expected: Results } => {
  const { seed, cell, bidirectional, lengths, bias = true, layers = 1 } = golden;
  const [T, B, D, H] = golden.sizes;
  const model = { ...forms[cell], hiddenSize: H, numLayers: layers, bidirectional, bias };
  const bench = new NetworkBench(kernels, { model, T, B, D, ...(lengths && { lengths }) });
  bench.x.set(drawValues(`${seed}/x`, T * B * D, 1.5));
  for (const [name, values] of bench.states) values.set(drawValues(`${seed}/${name}`, values.length, 0.9));
  const parameters = new Map<string, Tensor>();
  const gradients = new Map<string, Tensor>();
  for (let layer = 0; layer < layers; layer++) {
    for (const isReverse of bidirectional ? [false, true] : [false]) {
      const end = layerSuffix(layer, isReverse);
      const gradient: Variable = (part) => golden.results.get(`layers/${part}${end}`);
      const value: Variable = (part) => {
        const shape = gradient(part)?.shape;
        return shape && drawVariable(`${seed}/${part}${end}`, shape);
      };
      putCell(parameters, layer, isReverse, convert(cell, value, false));
      putCell(gradients, layer, isReverse, convert(cell, gradient, true));
    }
  }
  for (const [name, { values }] of parameters) bench.parameters.get(name.slice('rnn.'.length))?.set(values);

  const { outputs, states } = bench.forward();
  const isPast = (i: number): boolean =>
    Math.floor(i / bench.width / B) >= (lengths?.[Math.floor(i / bench.width) % B] ?? T);
  const upstream = drawValues(`${seed}/upstream`, outputs.length, 1).map((value, i) => (isPast(i) ? 0 : value));
  const found = new Map([['forward/outputs', Float32Array.from(outputs)]]);
  for (const [name, values] of states) found.set(`forward/${name}`, Float32Array.from(values));
  for (const [name, values] of bench.backward(Float64Array.from(upstream))) {
    found.set(`layers/${name}`, Float32Array.from(values));
  }
  const expected = new Map<string, Float32Array>();
  for (const [name, { values }] of golden.results) {
    if (!/^forward|\/x$|\/[hc]_l/.test(name)) continue;
    // A mask without zeros repeats the last output past the end of a lane, of which we have none.
    const hasRepeats = name === 'forward/outputs' && golden.mask === 'mask';
    expected.set(name, hasRepeats ? values.map((value, i) => (isPast(i) ? 0 : value)) : values);
  }
  for (const [name, { values }] of gradients) expected.set(`layers/${name.slice('rnn.'.length)}`, values);
  dropSecondBias(golden, found, expected);
  return { found, expected };
};

/** Where the program has one bias for our two, its gradient is that of either. */
const dropSecondBias = ({ cell }: GoldenCell, ...results: readonly Map<string, Float32Array>[]): void => {
  if (cell === 'gruAfter') return;
  for (const tensors of results) {
    for (const name of [...tensors.keys()]) if (name.includes('bias_hh')) tensors.delete(name);
  }
};

const drawVariable = (key: string, shape: readonly number[]): Tensor => {
  const count = shape.reduce((product, size) => product * size, 1);
  return { shape, values: drawValues(key, count, key.includes('kernel') ? 1 / Math.sqrt(shape[0] ?? NaN) : 0.5) };
};
