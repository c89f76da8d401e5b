import type { ModelConfig } from '../../../../engine/config.ts';
import { directionSuffixes, layerSizesOf } from '../../../../engine/model/layerSizes.ts';
import { activate, sigmoid, type Values } from './reference.ts';

/** Recurrent layers as plain loops in double precision, lane by lane: the specification of every option. */

export interface ReferenceInput {
  readonly model: ModelConfig;
  readonly B: number;
  /** One array a step: (B, D) */
  readonly x: readonly Values[];
  /** By name without `rnn.`, in PyTorch's shapes. */
  readonly parameters: ReadonlyMap<string, Values>;
  /** First states (B, size) by name: `h_l0`, `c_l1_reverse`; the learned ones or zeros where not given. */
  readonly states: ReadonlyMap<string, Values>;
  readonly lengths?: readonly number[];
  /** What multiplies the state on its way to the next step, (B, S) by `_l0_reverse`. */
  readonly masks?: ReadonlyMap<string, Values>;
  /** What is added to h after each step, (T, B, S) by `_l0_reverse`: the slope by it is the gradient of h. */
  readonly nudges?: ReadonlyMap<string, Values>;
  /** Told of every value of every gate, by `_l0_reverse` and the gate's name; `hidden` is h. */
  readonly watch?: (end: string, gate: string, unit: number, value: number) => void;
  /** What multiplies the outputs (T, B, directions * S) of each layer on their way to the next. */
  readonly between?: readonly Values[];
}

export interface ReferenceOutput {
  /** (T, B, directions * S), 0 past the end of a lane. */
  readonly outputs: number[];
  /** Last states (B, size) by name. */
  readonly states: Map<string, number[]>;
}

export const runReference = (input: ReferenceInput): ReferenceOutput => {
  const { model, B, x } = input;
  const T = x.length;
  const D = (x[0]?.length ?? 0) / B;
  const states = new Map<string, number[]>();
  let lanes = Array.from({ length: B }, (_, b) => x.map((step) => Array.from(step.slice(b * D, (b + 1) * D))));
  layerSizesOf(model, D).forEach((size, layer) => {
    lanes = lanes.map((steps, b) => {
      const length = input.lengths?.[b] ?? T;
      const directions = directionSuffixes.slice(0, size.directions).map((suffix, direction) => {
        const read = steps.slice(0, length);
        if (direction === 1) read.reverse();
        const end = `_l${layer}${suffix}`;
        const run = runLane(input, end, size.hiddenSize, size.stateSize, b, read);
        states.set(`h${end}`, [...(states.get(`h${end}`) ?? []), ...run.h]);
        if (model.cell === 'lstm') states.set(`c${end}`, [...(states.get(`c${end}`) ?? []), ...run.c]);
        if (direction === 1) run.outputs.reverse();
        return run.outputs;
      });
      return steps.map((below, t) => {
        const own = directions.flatMap((outputs) => outputs[t] ?? new Array<number>(size.stateSize).fill(0));
        const sum = model.residual && layer > 0 && t < length ? own.map((value, i) => value + (below[i] ?? NaN)) : own;
        const mask = input.between?.[layer];
        return mask ? sum.map((value, i) => value * (mask[(t * B + b) * sum.length + i] ?? NaN)) : sum;
      });
    });
  });
  return { outputs: x.flatMap((_, t) => lanes.flatMap((steps) => steps[t] ?? [])), states };
};

/** One direction of one layer over one lane's steps, in the order they are read. */
const runLane = (
  { model, B, parameters, states, masks, nudges, watch }: ReferenceInput,
  end: string,
  H: number,
  S: number,
  b: number,
  steps: readonly number[][],
): { outputs: number[][]; h: number[]; c: number[] } => {
  const parameter = (name: string): Values | undefined => parameters.get(`${name}${end}`);
  const first = (name: 'h' | 'c', size: number): number[] => {
    const given = states.get(`${name}${end}`);
    if (given) return Array.from(given.slice(b * size, (b + 1) * size));
    return Array.from(parameter(`${name}0`) ?? new Array<number>(size).fill(0));
  };
  const product = (kind: 'ih' | 'hh', values: readonly number[]): number[] => {
    const weight = parameter(`weight_${kind}`) ?? [];
    const sums = rowProducts(weight, values);
    const gain = parameter(`norm_${kind}`);
    const bias = parameter(`bias_${kind}`);
    const normal = gain ? standardised(sums).map((value, i) => value * (gain[i] ?? NaN)) : sums;
    return bias ? normal.map((value, i) => value + (bias[i] ?? NaN)) : normal;
  };
  let h = first('h', S);
  let c = first('c', H);
  const outputs: number[][] = [];
  const seen = (gate: string, unit: number, value: number): number => {
    watch?.(end, gate, unit, value);
    return value;
  };
  for (const [read, step] of steps.entries()) {
    const mask = masks?.get(end);
    const operand = mask ? h.map((value, j) => value * (mask[b * S + j] ?? NaN)) : h;
    const a = product('ih', step);
    const part = (values: readonly number[], gate: number, j: number): number => values[gate * H + j] ?? NaN;
    const units = Array.from({ length: H }, (_, j) => j);
    if (model.cell === 'gru' && model.gruReset === 'before') {
      const r = product('hh', operand).map((value, i) => sigmoid(value + (a[i] ?? NaN)));
      const recurrent = product(
        'hh',
        operand.map((value, j) => value * (r[j] ?? NaN)),
      );
      h = units.map((j) => {
        const z = seen('update', j, part(r, 1, j));
        seen('reset', j, part(r, 0, j));
        const n = seen('candidate', j, Math.tanh(part(a, 2, j) + part(recurrent, 2, j)));
        return (1 - z) * n + z * (h[j] ?? NaN);
      });
    } else {
      const recurrent = product('hh', operand);
      const sum = (gate: number, j: number): number => part(a, gate, j) + part(recurrent, gate, j);
      if (model.cell === 'rnn')
        h = activate(
          model.activation,
          units.map((j) => sum(0, j)),
        ).map((value, j) => seen('hidden', j, value));
      else if (model.cell === 'gru') {
        h = units.map((j) => {
          const z = seen('update', j, sigmoid(sum(1, j)));
          const r = seen('reset', j, sigmoid(sum(0, j)));
          const n = seen('candidate', j, Math.tanh(part(a, 2, j) + r * part(recurrent, 2, j)));
          return (1 - z) * n + z * (h[j] ?? NaN);
        });
      } else {
        c = units.map((j) => {
          const [i, f] = [seen('input', j, sigmoid(sum(0, j))), seen('forget', j, sigmoid(sum(1, j)))];
          return f * (c[j] ?? NaN) + i * seen('candidate', j, Math.tanh(sum(2, j)));
        });
        const full = c.map((value, j) => seen('output', j, sigmoid(sum(3, j))) * Math.tanh(value));
        const projection = parameter('weight_hr');
        h = projection ? rowProducts(projection, full) : full;
      }
    }
    const nudge = nudges?.get(end);
    if (nudge) {
      const t = end.endsWith('_reverse') ? steps.length - 1 - read : read;
      h = h.map((value, j) => value + (nudge[(t * B + b) * S + j] ?? NaN));
    }
    outputs.push(h);
  }
  return { outputs, h, c };
};

/** The products of the rows of a matrix with a vector. */
const rowProducts = (matrix: Values, vector: readonly number[]): number[] => {
  const sums: number[] = [];
  for (let at = 0; at < matrix.length; at += vector.length) {
    let sum = 0;
    for (let i = 0; i < vector.length; i++) sum += (vector[i] ?? NaN) * (matrix[at + i] ?? NaN);
    sums.push(sum);
  }
  return sums;
};

/** Less the mean, divided by the deviation, as torch.nn.LayerNorm has it. */
const standardised = (values: readonly number[]): number[] => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return values.map((value) => (value - mean) / Math.sqrt(variance + 1e-5));
};
