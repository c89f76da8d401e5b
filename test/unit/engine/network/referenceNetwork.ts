import type { ModelConfig } from '../../../../engine/config.ts';
import { directionSuffixes, layerSizesOf } from '../../../../engine/network/layers/layerSizes.ts';
import { recurOf } from '../../../../engine/network/networkOf.ts';
import { sigmoid, type Values } from './reference.ts';
import { Tape, type Traced } from './tape.ts';

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

export interface ReferenceRun extends ReferenceOutput {
  /**
   * The gradients of sum(outputs * upstream), and of the same of last states by name, by the names of parameters and first
   * states, `x` (T, B, D), and `nudges_l0_reverse`. Only once.
   */
  readonly gradients: (upstream: Values, last?: ReadonlyMap<string, Values>) => Map<string, Float64Array>;
}

/** What goes into a run, on its tape. */
interface Run extends Omit<ReferenceInput, 'parameters' | 'states' | 'masks' | 'nudges' | 'x'> {
  readonly tape: Tape;
  readonly parameters: ReadonlyMap<string, Traced>;
  readonly states: ReadonlyMap<string, Traced>;
  readonly masks: ReadonlyMap<string, Traced>;
  readonly nudges: ReadonlyMap<string, Traced>;
}

export const runReference = (input: ReferenceInput): ReferenceRun => {
  const { model, B } = input;
  const tape = new Tape();
  const trace = (map: ReadonlyMap<string, Values> = new Map()): Map<string, Traced> =>
    new Map([...map].map(([name, values]) => [name, tape.value(values)]));
  const [parameters, states] = [trace(input.parameters), trace(input.states)];
  const [masks, nudges] = [trace(input.masks), trace(input.nudges)];
  const run: Run = { ...input, tape, parameters, states, masks, nudges };

  const x = input.x.map((step) => tape.value(step));
  const [T, D] = [x.length, (x[0]?.values.length ?? 0) / B];
  const last = new Map<string, Traced[]>();
  let lanes = Array.from({ length: B }, (_, b) => x.map((step) => tape.part(step, b * D, (b + 1) * D)));
  layerSizesOf(recurOf(model), D).forEach((size, layer) => {
    const ends = directionSuffixes.slice(0, size.directions).map((suffix) => `_l${layer}${suffix}`);
    const mask = input.between?.[layer];
    lanes = lanes.map((steps, b) => {
      const length = input.lengths?.[b] ?? T;
      const directions = ends.map((end, direction) => {
        const read = steps.slice(0, length);
        if (direction === 1) read.reverse();
        const { outputs, h, c } = runLane(run, end, size.hiddenSize, size.stateSize, b, read);
        last.set(`h${end}`, [...(last.get(`h${end}`) ?? []), h]);
        if (model.cell === 'lstm') last.set(`c${end}`, [...(last.get(`c${end}`) ?? []), c]);
        if (direction === 1) outputs.reverse();
        return outputs;
      });
      return steps.map((below, t) => {
        const width = size.directions * size.stateSize;
        if (t >= length) return tape.zeros(width);
        const own = tape.joined(directions.map((outputs) => outputs[t]!));
        const sum = model.residual && layer > 0 ? tape.sum(own, below) : own;
        const from = (t * B + b) * width;
        return mask ? tape.times(sum, tape.value(mask.slice(from, from + width))) : sum;
      });
    });
  });

  const outputs = tape.joined(x.flatMap((_, t) => lanes.map((steps) => steps[t]!)));
  const gradients = (upstream: Values, ofLast?: ReadonlyMap<string, Values>): Map<string, Float64Array> => {
    outputs.slopes.set(upstream);
    for (const [name, values] of ofLast ?? []) {
      const all = tape.joined(last.get(name)!);
      all.slopes.set(values);
    }
    tape.backward();
    const found = new Map([...parameters, ...states].map(([name, { slopes }]) => [name, slopes]));
    for (const [end, { slopes }] of nudges) found.set(`nudges${end}`, slopes);
    return found.set('x', Float64Array.from(x.flatMap(({ slopes }) => [...slopes])));
  };
  const lastValues = [...last].map(([name, lanes]) => [name, lanes.flatMap(({ values }) => [...values])] as const);
  return { outputs: [...outputs.values], states: new Map(lastValues), gradients };
};

/** One direction of one layer over one lane's steps, in the order they are read. */
const runLane = (
  { tape, model, B, parameters, states, masks, nudges, watch }: Run,
  end: string,
  H: number,
  S: number,
  b: number,
  steps: readonly Traced[],
): { outputs: Traced[]; h: Traced; c: Traced } => {
  const parameter = (name: string): Traced | undefined => parameters.get(`${name}${end}`);
  const first = (name: 'h' | 'c', size: number): Traced => {
    const given = states.get(`${name}${end}`);
    return given ? tape.part(given, b * size, (b + 1) * size) : (parameter(`${name}0`) ?? tape.zeros(size));
  };
  const product = (kind: 'ih' | 'hh', values: Traced): Traced => {
    const sums = tape.product(parameter(`weight_${kind}`) ?? tape.zeros(0), values);
    const gain = parameter(`norm_${kind}`);
    const bias = parameter(`bias_${kind}`);
    const normal = gain ? tape.times(tape.standardised(sums), gain) : sums;
    return bias ? tape.sum(normal, bias) : normal;
  };
  const gateOf = (values: Traced, gate: number): Traced => tape.part(values, gate * H, (gate + 1) * H);
  const seen = (gate: string, traced: Traced): Traced => {
    if (watch) for (let unit = 0; unit < H; unit++) watch(end, gate, unit, traced.values[unit]!);
    return traced;
  };
  const squash = (name: keyof typeof activations, values: Traced): Traced => {
    const { of, slope } = activations[name];
    return tape.map(values, of, slope);
  };
  /** (1 - z) n + z h */
  const between = (z: Traced, n: Traced, h: Traced): Traced =>
    tape.sum(
      tape.times(
        tape.map(
          z,
          (value) => 1 - value,
          () => -1,
        ),
        n,
      ),
      tape.times(z, h),
    );

  const candidate = (raw: Traced): Traced => (model.candidate === 'linear' ? raw : squash('positive', raw));

  let h = first('h', S);
  let c = first('c', H);
  const mask = masks.get(end);
  const nudge = nudges.get(end);
  const outputs: Traced[] = [];
  for (const [read, step] of steps.entries()) {
    const operand = mask ? tape.times(h, tape.part(mask, b * S, (b + 1) * S)) : h;
    const a = product('ih', step);
    // These gates read the input alone.
    const isMinimal = model.cell === 'minGru' || model.cell === 'minLstm';
    const recurrent = isMinimal ? undefined : product('hh', operand);
    const gate = (index: number): Traced =>
      recurrent ? tape.sum(gateOf(a, index), gateOf(recurrent, index)) : gateOf(a, index);
    if (model.cell === 'minGru') {
      const z = seen('update', squash('sigmoid', gate(0)));
      h = between(z, h, candidate(gate(1)));
    } else if (model.cell === 'minLstm') {
      const [f, i] = [seen('forget', squash('sigmoid', gate(0))), seen('input', squash('sigmoid', gate(1)))];
      h = between(tape.times(i, squash('reciprocal', tape.sum(f, i))), h, candidate(gate(2)));
    } else if (model.cell === 'rnn') {
      h = seen('hidden', squash(model.activation, gate(0)));
    } else if (model.cell === 'lstm') {
      const [i, f] = [seen('input', squash('sigmoid', gate(0))), seen('forget', squash('sigmoid', gate(1)))];
      const g = seen('candidate', squash('tanh', gate(2)));
      c = tape.sum(tape.times(f, c), tape.times(i, g));
      const full = tape.times(seen('output', squash('sigmoid', gate(3))), squash('tanh', c));
      const projection = parameter('weight_hr');
      h = projection ? tape.product(projection, full) : full;
    } else {
      const r = seen('reset', squash('sigmoid', gate(0)));
      const z = seen('update', squash('sigmoid', gate(1)));
      const reset =
        model.gruReset === 'before'
          ? gateOf(product('hh', tape.times(operand, r)), 2)
          : tape.times(r, gateOf(recurrent ?? tape.zeros(3 * H), 2));
      h = between(z, seen('candidate', squash('tanh', tape.sum(gateOf(a, 2), reset))), h);
    }
    if (nudge) {
      const t = end.endsWith('_reverse') ? steps.length - 1 - read : read;
      h = tape.sum(h, tape.part(nudge, (t * B + b) * S, (t * B + b + 1) * S));
    }
    outputs.push(h);
  }
  return { outputs, h, c };
};

/** Functions of one value with their slopes at x, where they are y. */
const activations = {
  sigmoid: { of: sigmoid, slope: (_: number, y: number) => y * (1 - y) },
  tanh: { of: Math.tanh, slope: (_: number, y: number) => 1 - y * y },
  relu: { of: (x: number) => Math.max(x, 0), slope: (x: number) => (x > 0 ? 1 : 0) },
  /** g of Feng et al. 2024, which keeps states above 0. */
  positive: {
    of: (x: number) => (x >= 0 ? x + 0.5 : sigmoid(x)),
    slope: (x: number, y: number) => (x >= 0 ? 1 : y * (1 - y)),
  },
  reciprocal: { of: (x: number) => 1 / x, slope: (_: number, y: number) => -y * y },
};
