import type { Tape, Traced } from '../tape.ts';

/** The attention of one pair of sequences as plain loops, see `Attend`. */
export interface AttentionInput {
  /** A parameter by its name without `attention.`; undefined where there is none. */
  readonly of: (part: string) => Traced | undefined;
  /** What the decoder's layers put out (T, state), and the encoder's (S, width). */
  readonly states: Traced;
  readonly values: Traced;
  readonly T: number;
  readonly S: number;
}

/** y = tanh(W_c Σ a_j h_j + W_s s), a = softmax of s · W h_j or of v · tanh(W s + U h_j). (T, size) */
export const attendAll = (tape: Tape, { of, states, values, T, S }: AttentionInput): Traced => {
  const part = (name: string): Traced => {
    const found = of(name);
    if (!found) throw new Error(`no attention.${name}`);
    return found;
  };
  const stepsOf = (all: Traced, count: number): Traced[] => {
    const width = all.values.length / count;
    return Array.from({ length: count }, (_, t) => tape.part(all, t * width, (t + 1) * width));
  };
  const tanh = (x: Traced): Traced => tape.map(x, Math.tanh, (_, y) => 1 - y * y);
  const looked = stepsOf(values, S);
  const keys = looked.map((value) => tape.product(part('key'), value));
  const scoreOf = (state: Traced, key: Traced): Traced => {
    const score = of('score');
    // One row times a vector is one value.
    if (!score) return tape.product(state, key);
    return tape.product(score, tanh(tape.sum(tape.product(part('query'), state), key)));
  };
  const outputs = stepsOf(states, T).map((state) => {
    const scores = keys.map((key) => scoreOf(state, key));
    const most = Math.max(...scores.map(({ values: [score = 0] }) => score));
    const weights = scores.map((score) =>
      tape.map(
        score,
        (x) => Math.exp(x - most),
        (_, y) => y,
      ),
    );
    const mass = weights.reduce((sum, weight) => tape.sum(sum, weight));
    const inverse = tape.map(
      mass,
      (x) => 1 / x,
      (_, y) => -y * y,
    );
    // A column times one value is the column that many times.
    const parts = weights.map((weight, s) => tape.product(looked[s]!, tape.times(weight, inverse)));
    const context = parts.reduce((sum, one) => tape.sum(sum, one));
    return tanh(tape.sum(tape.product(part('context'), context), tape.product(part('state'), state)));
  });
  return tape.joined(outputs);
};
