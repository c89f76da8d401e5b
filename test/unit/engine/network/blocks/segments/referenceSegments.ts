import type { NetworkSpec } from '../../../../../../engine/network/networkSpec.ts';
import type { Values } from '../../reference.ts';
import { Tape, type Traced } from '../../tape.ts';

/** Windows that are normalised or go by segments as plain loops in double precision, one example after the other. */

export interface SeriesRun {
  /** Of all examples. (examples, horizon * targets) */
  readonly outputs: readonly number[];
  /** Of the sum of squared errors, by the parameters' names. */
  readonly gradients: ReadonlyMap<string, Float64Array>;
  readonly lossSum: number;
}

export interface SeriesInput {
  readonly network: NetworkSpec;
  readonly parameters: ReadonlyMap<string, Values>;
  /** Of each example the rows of its window, and its targets (horizon * targets). */
  readonly windows: readonly (readonly Values[])[];
  /** Of each example what is known of the steps ahead. */
  readonly known?: readonly (readonly Values[])[] | undefined;
  readonly truths: readonly Values[];
}

type Of = (name: string) => Traced;

export const runSeries = ({ network, parameters, windows, known, truths }: SeriesInput): SeriesRun => {
  const gradients = new Map([...parameters].map(([name, { length }]) => [name, new Float64Array(length)]));
  const outputs: number[] = [];
  let lossSum = 0;
  windows.forEach((window, example) => {
    const tape = new Tape();
    const traced = new Map<string, Traced>();
    const of: Of = (name) => {
      traced.set(name, traced.get(name) ?? tape.value(parameters.get(name)!));
      return traced.get(name)!;
    };
    const put = runWindow(tape, of, network, window, known?.[example]);
    put.values.forEach((value, i) => {
      const error = value - truths[example]![i]!;
      outputs.push(value);
      lossSum += error * error;
      put.slopes[i] = 2 * error;
    });
    tape.backward();
    for (const [name, { slopes }] of traced) {
      const sums = gradients.get(name)!;
      slopes.forEach((slope, i) => (sums[i]! += slope));
    }
  });
  return { outputs, gradients, lossSum };
};

const one = (tape: Tape, x: Traced, i: number): Traced => tape.part(x, i, i + 1);
const scaled = (tape: Tape, x: Traced, factor: Traced): Traced =>
  tape.product(tape.joined(Array.from(x.values, (_, i) => one(tape, x, i))), factor);
const spread = (tape: Tape, x: Traced, count: number): Traced =>
  tape.product(tape.value(new Float64Array(count).fill(1)), x);
const sigmoid = (tape: Tape, x: Traced): Traced =>
  tape.map(
    x,
    (a) => 1 / (1 + Math.exp(-a)),
    (_, y) => y * (1 - y),
  );
const tanh = (tape: Tape, x: Traced): Traced => tape.map(x, Math.tanh, (_, y) => 1 - y * y);
const less = (tape: Tape, x: Traced): Traced =>
  tape.map(
    x,
    (a) => 1 - a,
    () => -1,
  );

const runWindow = (
  tape: Tape,
  of: Of,
  { encoder }: NetworkSpec,
  rows: readonly Values[],
  known: readonly Values[] = [],
): Traced => {
  const [T, C] = [rows.length, rows[0]!.length];
  let columns = Array.from({ length: C }, (_, c) => tape.value(rows.map((row) => row[c]!)));
  const levels: { readonly level: number; readonly deviation: number }[] = [];
  let put: Traced | undefined;
  for (const spec of encoder) {
    if (spec.block === 'normalise') {
      columns = [...columns];
      spec.columns.forEach((column, i) => {
        const values = rows.map((row) => row[column]!);
        const mean = values.reduce((sum, value) => sum + value, 0) / T;
        const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / T;
        const isLast = spec.by === 'last';
        const [level, deviation] = isLast ? [values[T - 1]!, 1] : [mean, Math.sqrt(variance + 1e-5)];
        levels.push({ level, deviation });
        const plain = tape.value(values.map((value) => (value - level) / deviation));
        columns[column] = isLast
          ? plain
          : tape.sum(
              scaled(tape, plain, one(tape, of(`${spec.name}.weight`), i)),
              spread(tape, one(tape, of(`${spec.name}.bias`), i), T),
            );
      });
    } else if (spec.block === 'segments') {
      const { targets, isApart, window, length, horizon, layers, output, name } = spec;
      const others = columns.map((_, c) => c).filter((c) => !targets.includes(c));
      const places = isApart ? targets.map((target) => [target, ...others]) : [columns.map((_, c) => c)];
      const values = new Map<number, Traced>();
      places.forEach((own, copy) => {
        const steps = Array.from({ length: window / length }, (_, s) => {
          const parts = Array.from({ length }, (__, i) => own.map((c) => one(tape, columns[c]!, s * length + i)));
          const product = tape.product(of(`${name}.weight`), tape.joined(parts.flat()));
          return tape.map(
            tape.sum(product, of(`${name}.bias`)),
            (a) => Math.max(0, a),
            (a) => (a > 0 ? 1 : 0),
          );
        });
        let states = layers.layers.map((size) => ({ h: tape.zeros(size), c: tape.zeros(size) }));
        for (const x of steps) ({ states } = step(tape, of, layers.cell.cell, x, states));
        for (let m = 0; m < horizon / length; m++) {
          const vectors = [of(`${name}.positions`), ...(isApart && targets.length > 1 ? [of(`${name}.targets`)] : [])];
          const sizes = [horizon / length, targets.length];
          const x = tape.joined(
            vectors.map((table, i) => {
              const width = table.values.length / sizes[i]!;
              const row = i === 0 ? m : copy;
              return tape.part(table, row * width, (row + 1) * width);
            }),
          );
          const { top } = step(tape, of, layers.cell.cell, x, states);
          const segment = tape.sum(tape.product(of(`${output.name}.weight`), top), of(`${output.name}.bias`));
          const each = isApart ? 1 : targets.length;
          for (let j = 0; j < length * each; j++) {
            const [ahead, target] = [m * length + Math.floor(j / each), isApart ? copy : j % each];
            values.set(ahead * targets.length + target, one(tape, segment, j));
          }
        }
      });
      put = tape.joined(Array.from({ length: horizon * targets.length }, (_, i) => values.get(i)!));
    } else if (spec.block === 'recur') {
      let states = spec.layers.map((size) => ({ h: tape.zeros(size), c: tape.zeros(size) }));
      for (let t = 0; t < T; t++) {
        const x = tape.joined(columns.map((column) => one(tape, column, t)));
        const next = step(tape, of, spec.cell.cell, x, states);
        states = next.states;
        put = next.top;
      }
    } else if (spec.block === 'project') {
      put = tape.sum(tape.product(of(`${spec.name}.weight`), put!), of(`${spec.name}.bias`));
    } else if (spec.block === 'mark') {
      const given = columns;
      const vectors = rows.map((_, t) => {
        const marks = tape.joined(spec.columns.map((column) => one(tape, given[column]!, t)));
        return tape.sum(tape.product(of(`${spec.name}.weight`), marks), of(`${spec.name}.bias`));
      });
      columns = [
        ...given.filter((_, c) => !spec.columns.includes(c)),
        ...Array.from({ length: spec.size }, (_, i) => tape.joined(vectors.map((vector) => one(tape, vector, i)))),
      ];
    } else if (spec.block === 'foresee') {
      const linear = (part: string, x: Traced): Traced =>
        tape.sum(tape.product(of(`${spec.name}.${part}.weight`), x), of(`${spec.name}.${part}.bias`));
      const before = put!;
      const context = linear('context', before);
      const added = known.map((values) => {
        const hidden = tape.map(
          tape.sum(linear('known', tape.value(values)), context),
          (a) => Math.max(0, a),
          (a) => (a > 0 ? 1 : 0),
        );
        return linear('output', hidden);
      });
      put = tape.sum(before, tape.joined(added));
    } else if (spec.block === 'restore') {
      const parts = Array.from(put!.values, (_, i) => {
        const index = spec.targets[i % spec.targets.length]!;
        const { level, deviation } = levels[index]!;
        let x = one(tape, put!, i);
        if (spec.isLearned) {
          const bias = one(tape, of(`${spec.of}.bias`), index);
          const gain = one(tape, of(`${spec.of}.weight`), index);
          const away = tape.map(
            bias,
            (a) => -a,
            () => -1,
          );
          const inverse = tape.map(
            gain,
            (a) => 1 / (a + 1e-10),
            (_, y) => -y * y,
          );
          x = tape.times(tape.sum(x, away), inverse);
        }
        return tape.map(
          x,
          (a) => a * deviation + level,
          () => deviation,
        );
      });
      put = tape.joined(parts);
    }
  }
  return put!;
};

interface State {
  readonly h: Traced;
  readonly c: Traced;
}

/** One step of a stack of layers. */
const step = (
  tape: Tape,
  of: Of,
  cell: string,
  input: Traced,
  before: readonly State[],
): { states: State[]; top: Traced } => {
  let x = input;
  const states = before.map(({ h, c }, layer): State => {
    const H = h.values.length;
    const gi = tape.sum(tape.product(of(`rnn.weight_ih_l${layer}`), x), of(`rnn.bias_ih_l${layer}`));
    const gh = tape.sum(tape.product(of(`rnn.weight_hh_l${layer}`), h), of(`rnn.bias_hh_l${layer}`));
    const gate = (of_: Traced, g: number): Traced => tape.part(of_, g * H, (g + 1) * H);
    const both = (g: number): Traced => tape.sum(gate(gi, g), gate(gh, g));
    let state: State;
    if (cell === 'gru') {
      const [r, z] = [sigmoid(tape, both(0)), sigmoid(tape, both(1))];
      const n = tanh(tape, tape.sum(gate(gi, 2), tape.times(r, gate(gh, 2))));
      state = { h: tape.sum(tape.times(less(tape, z), n), tape.times(z, h)), c };
    } else if (cell === 'lstm') {
      const [i, f, g, o] = [
        sigmoid(tape, both(0)),
        sigmoid(tape, both(1)),
        tanh(tape, both(2)),
        sigmoid(tape, both(3)),
      ];
      const next = tape.sum(tape.times(f, c), tape.times(i, g));
      state = { h: tape.times(o, tanh(tape, next)), c: next };
    } else state = { h: tanh(tape, both(0)), c };
    x = state.h;
    return state;
  });
  return { states, top: x };
};
