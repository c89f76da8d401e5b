/** The network as plain loops in double precision: the specification that the kernels are held against. */

import { studentLogDensity } from '../../../../engine/tasks/distributions/studentT.ts';

export type Values = Float64Array | number[];
export type CellName = 'rnn' | 'lstm' | 'gru';
export type ActivationName = 'none' | 'sigmoid' | 'tanh' | 'relu' | 'softmax';

/** PyTorch's parameters of one layer: weights (G*H, inputs) and (G*H, H), biases (G*H). */
export interface LayerParameters {
  weightIh: Values;
  weightHh: Values;
  biasIh: Values;
  biasHh: Values;
}

const softplus = (x: number): number => Math.log1p(Math.exp(x));

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

const activate = (activation: ActivationName, x: number[]): number[] => {
  switch (activation) {
    case 'none':
      return x;
    case 'sigmoid':
      return x.map(sigmoid);
    case 'tanh':
      return x.map(Math.tanh);
    case 'relu':
      return x.map((value) => Math.max(value, 0));
    case 'softmax': {
      const most = Math.max(...x);
      const powers = x.map((value) => Math.exp(value - most));
      const sum = powers.reduce((total, value) => total + value, 0);
      return powers.map((value) => value / sum);
    }
  }
};

/** weight (rows, x.length) times x, plus bias. */
export const affine = (weight: Values, x: Values, bias: Values): number[] =>
  Array.from({ length: bias.length }, (_, row) => {
    let sum = bias[row] ?? NaN;
    for (let i = 0; i < x.length; i++) sum += (weight[row * x.length + i] ?? NaN) * (x[i] ?? NaN);
    return sum;
  });

export interface CellState {
  h: number[];
  c: number[];
}

/** One step of one lane. */
export const stepCell = (
  cell: CellName,
  activation: ActivationName,
  x: Values,
  state: CellState,
  parameters: LayerParameters,
): CellState => {
  const H = state.h.length;
  const a = affine(parameters.weightIh, x, parameters.biasIh);
  const b = affine(parameters.weightHh, state.h, parameters.biasHh);
  const part = (values: number[], gate: number, j: number): number => values[gate * H + j] ?? NaN;
  const sum = (gate: number, j: number): number => part(a, gate, j) + part(b, gate, j);
  const units = Array.from({ length: H }, (_, j) => j);
  switch (cell) {
    case 'rnn':
      return {
        h: activate(
          activation,
          units.map((j) => sum(0, j)),
        ),
        c: [],
      };
    case 'lstm': {
      const c = units.map((j) => sigmoid(sum(1, j)) * (state.c[j] ?? NaN) + sigmoid(sum(0, j)) * Math.tanh(sum(2, j)));
      return { h: c.map((value, j) => sigmoid(sum(3, j)) * Math.tanh(value)), c };
    }
    case 'gru':
      return {
        h: units.map((j) => {
          const z = sigmoid(sum(1, j));
          const n = Math.tanh(part(a, 2, j) + sigmoid(sum(0, j)) * part(b, 2, j));
          return (1 - z) * n + z * (state.h[j] ?? NaN);
        }),
        c: [],
      };
  }
};

/** The loss of one prediction, before dividing by the terms. `output` is what the head puts out, `units` what counts were divided by. */
export const lossOf = (
  loss: 'crossEntropy' | 'mse' | 'huber' | 'gaussian' | 'quantile' | 'studentT' | 'negativeBinomial',
  activation: ActivationName,
  output: number[],
  target: number[],
  huberDelta: number,
  units: readonly number[] = [],
): number => {
  if (loss === 'crossEntropy') return -Math.log(activate('softmax', output)[target.indexOf(1)] ?? NaN);
  const n = target.length;
  const y = activate(activation, output.slice(0, n));
  return target.reduce((total, wanted, j) => {
    const error = (y[j] ?? NaN) - wanted;
    if (Number.isNaN(wanted)) return total;
    if (loss === 'mse') return total + error ** 2;
    if (loss === 'huber') {
      const size = Math.abs(error);
      return total + (size <= huberDelta ? size ** 2 / 2 : huberDelta * (size - huberDelta / 2));
    }
    if (loss === 'quantile') {
      const [below, above] = [output[n + j] ?? NaN, output[2 * n + j] ?? NaN].map(softplus);
      const median = y[j] ?? NaN;
      const pinball = (tau: number, quantile: number): number =>
        Math.max(tau * (wanted - quantile), (tau - 1) * (wanted - quantile));
      const sum = pinball(0.5, median) + pinball(0.1, median - (below ?? NaN)) + pinball(0.9, median + (above ?? NaN));
      return total + (2 / 3) * sum;
    }
    if (loss === 'negativeBinomial') {
      const [unit = NaN, soft = NaN, other = NaN] = [units[j], ...[j, n + j].map((at) => softplus(output[at] ?? NaN))];
      const [count, mean, r] = [wanted * unit, unit * soft, Math.sqrt(unit) / other];
      // As its definition has it: the product of what gamma functions differ by is summed over counts.
      let log = r * Math.log(r / (r + mean)) + count * Math.log(mean / (r + mean));
      for (let k = 0; k < count; k++) log += Math.log((r + k) / (k + 1));
      return total - log;
    }
    if (loss === 'studentT') {
      const scale = Math.exp((output[n + j] ?? NaN) / 2);
      const freedom = 2 + softplus(output[2 * n + j] ?? NaN);
      return total - studentLogDensity(error / scale, freedom) + Math.log(scale);
    }
    const logVariance = output[n + j] ?? NaN;
    return total + 0.5 * (logVariance + error ** 2 / Math.exp(logVariance));
  }, 0);
};

/** Central differences of `f` by every one of `values`, which are restored. */
export const numericGradient = (values: Values, f: () => number, step = 1e-5): Float64Array =>
  Float64Array.from({ length: values.length }, (_, i) => {
    const middle = values[i] ?? NaN;
    values[i] = middle + step;
    const above = f();
    values[i] = middle - step;
    const below = f();
    values[i] = middle;
    return (above - below) / (2 * step);
  });

/**
 * The slope of `f` along each of some directions through `values`, by central differences. A slope by one value that is
 * wrong shows in each of them, at two runs of `f` a direction instead of two a value.
 * @param directions each of as many values as there are
 */
export const slopesAlong = (values: Values, directions: readonly Values[], f: () => number, step = 1e-5): number[] => {
  const middle = Float64Array.from(values);
  const runAt = (direction: Values, distance: number): number => {
    middle.forEach((value, i) => (values[i] = value + distance * direction[i]!));
    return f();
  };
  const slopes = directions.map((direction) => (runAt(direction, step) - runAt(direction, -step)) / (2 * step));
  middle.forEach((value, i) => (values[i] = value));
  return slopes;
};

/** The largest difference, relative to the larger of 1 and the expected value. NaN counts as infinite. */
export const largestError = (actual: ArrayLike<number>, expected: ArrayLike<number>): number => {
  if (actual.length !== expected.length) return Infinity;
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    const wanted = expected[i] ?? NaN;
    const error = Math.abs((actual[i] ?? NaN) - wanted) / Math.max(1, Math.abs(wanted));
    if (!(error <= worst)) worst = Number.isNaN(error) ? Infinity : error;
  }
  return worst;
};
